import { expect, test } from 'vitest';
import { MemoryStorages } from '../../../test/support/device.ts';
import type { Content } from '../../crypto/content.ts';
import type { OwnWord } from '../../crypto/ownWords.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { OutboxItem, StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { after } from '../storageKeys.ts';
import { OwnLog } from './ownLog.ts';

// What a server could try with words that are really of the account's devices: to show them again, late or out of order.

const BRAM = new Uint8Array(32).fill(2);
const bram = toBase64url(BRAM);

const draft = (text: string): OwnWord => ({ type: 'draft', conversation: BRAM, text, reply: null, over: 0 });
const block = (blocked: boolean): OwnWord => ({ type: 'block', account: BRAM, blocked });
const notify = (level: 'all' | 'none'): OwnWord => ({ type: 'notify', conversation: BRAM, level, until: 0 });

/** As it stands in the log, opened: that device's so many-eth. */
const entry = (seq: number, device: string, counter: number, content: Content, seen = seq - 1): StoredEntry => ({
  seq,
  account: 'a',
  device,
  at: seq,
  counts: false,
  hash: `${device}${counter}`,
  id: `${device}${counter}`,
  counter,
  previous: null,
  seen,
  body: { kind: 'content', content },
});

async function device(storage?: Storage) {
  const stored = storage ?? (await new MemoryStorages().open('account'));
  const waiting: OutboxItem[] = [];
  const outbox = {
    items: () => waiting,
    addInstead: async (_: string, item: OutboxItem) => void waiting.push(item),
  } as unknown as Outbox;
  const table = { get: () => ({}) } as unknown as ConversationTable;
  const own = { id: new Uint8Array(32).fill(1) } as unknown as OwnAccount;
  const log = new OwnLog({ server: {} as Server, storage: stored, own, table, outbox, changed: () => undefined });
  await log.load();
  return {
    log,
    storage: stored,
    waiting,
    async takes(...entries: StoredEntry[]) {
      for (const each of entries) await log.take(each);
    },
    words: () => [log.word('draft', bram)?.text, log.word('block', bram)?.blocked, log.word('notify', bram)?.level],
  };
}

/** Device `a` has said all of it twice, once otherwise. */
const said = [draft('old'), block(false), notify('all'), draft('new'), block(true), notify('none')].map((word, index) =>
  entry(index + 1, 'a', index + 1, word),
);
const shownAgain = (place: number, counter: number): StoredEntry => ({ ...said[counter - 1]!, seq: place });
const NEW = ['new', true, 'none'];

test('[C27] what a device has heard is not undone by showing it again, behind everything or over a reload', async () => {
  const here = await device();
  await here.takes(...said, ...[1, 2, 3].map((counter) => shownAgain(6 + counter, counter)));
  expect(here.words()).toEqual(NEW);
  const reloaded = await device(here.storage);
  await reloaded.takes(...[1, 2, 3].map((counter) => shownAgain(9 + counter, counter)));
  expect(reloaded.words()).toEqual(NEW);
  await reloaded.takes(entry(13, 'a', 7, draft('newest')));
  expect(reloaded.words()).toEqual(['newest', true, 'none']);
});

test('[C27] one device cannot be made to repeat itself over another that spoke later', async () => {
  const here = await device();
  await here.takes(...said, entry(7, 'b', 1, block(false)), shownAgain(8, 5));
  expect(here.log.word('block', bram)?.blocked).toBe(false);
});

test('[C27] a new device, which reads the past backwards, is shown the old again in front, and goes by what its author counted', async () => {
  const here = await device();
  const replayed = [1, 2, 3].map((counter) => shownAgain(6 + counter, counter));
  await here.takes(...[...said, ...replayed].toReversed());
  expect(here.words()).toEqual(NEW);
  // From then on it cannot be told the rest again either, over another device's word.
  await here.takes(entry(10, 'b', 1, block(false)), shownAgain(11, 5));
  expect(here.log.word('block', bram)?.blocked).toBe(false);
});

test("[C27] a new device is not shown one device's old word in front of what another said since, however the server lays them", async () => {
  const old = entry(1, 'a', 1, block(false), 0);
  const since = entry(2, 'b', 1, block(true), 1);
  for (const shown of [
    [{ ...old, seq: 3 }, since],
    [
      { ...old, seq: 9 },
      { ...since, seq: 3 },
    ],
    [since, { ...old, seq: 3 }],
    [since, old],
    [old, since],
  ]) {
    const here = await device();
    await here.takes(...shown);
    expect(here.log.word('block', bram)?.blocked).toBe(true);
  }
});

test('[C27] of words that were said at once the same counts on every device, in whatever order it reads them', async () => {
  const said = [
    entry(5, 'a', 1, draft('knew least'), 1),
    entry(6, 'b', 1, draft('knew more'), 3),
    entry(7, 'c', 1, draft('knew as much, and came later'), 3),
    entry(8, 'd', 1, draft('knew little'), 2),
  ];
  for (let turn = 0; turn < said.length; turn += 1) {
    const order = [...said.slice(turn), ...said.slice(0, turn)];
    for (const entries of [order, order.toReversed()]) {
      const here = await device();
      await here.takes(...entries);
      expect(here.words()[0]).toBe('knew as much, and came later');
      // Said again by one that tidies, it counts as when it was said first.
      await here.takes(entry(20, 'd', 2, { type: 'again', place: 7, word: draft('knew as much, and came later') }, 19));
      await here.takes(entry(21, 'e', 1, draft('knew that'), 19));
      expect(here.words()[0]).toBe('knew that');
    }
  }
});

test('[C28] what was tidied away stays away, though a server kept it and shows it to a new device', async () => {
  const here = await device();
  await here.takes(
    entry(9, 'a', 9, { type: 'tidied', through: 6 }),
    entry(8, 'a', 8, { type: 'again', place: 6, word: notify('none') }),
    ...said.slice(0, 2).toReversed(),
  );
  expect(here.words()).toEqual([undefined, undefined, 'none']);
  const reloaded = await device(here.storage);
  await reloaded.takes(shownAgain(1, 1));
  expect(reloaded.words()).toEqual([undefined, undefined, 'none']);
});

test('[C28] a server that was put back to before the tidying: what is said from there on is not taken as tidied away', async () => {
  const here = await device();
  await here.takes(...said, entry(7, 'a', 7, { type: 'tidied', through: 3 }));
  await here.log.wentBack(2);
  expect(here.log.tidied).toBe(2);
  expect(here.waiting).toHaveLength(3);
  here.waiting.length = 0;
  await here.takes(entry(3, 'a', 3, draft('after')));
  expect(here.words()[0]).toBe('after');
  expect((await device(here.storage)).log.tidied).toBe(2);
});

test('a thousand drafts take no more room here than one', async () => {
  const here = await device();
  const size = async (): Promise<number> =>
    (await here.storage.range('', after(''))).reduce((sum, [key, bytes]) => sum + key.length + bytes.length, 0);
  await here.takes(entry(1, 'a', 1, draft('x'.repeat(1000))));
  const one = await size();
  for (let count = 2; count <= 1000; count += 1) await here.takes(entry(count, 'a', count, draft('x'.repeat(1000))));
  expect(await size()).toBeLessThan(one + 20);
  expect(here.log.live()).toHaveLength(1);
});
