import { expect, test, vi } from 'vitest';
import { NO_DRAFT } from '../own/drafts.ts';
import type { Content } from '../../crypto/content.ts';
import { decodeCbor } from '../../crypto/encoding.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { MemoryStorages } from '../../../test/support/device.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import { Effects } from './effects.ts';
import type { ConversationRecord, StoredEntry } from './records.ts';
import { type Viewer, itemsOf } from './timeline.ts';

const ID = 'conversation';

const viewer: Viewer = {
  isKept: () => true,
  isBlocked: () => false,
  isDecided: () => false,
  draft: () => NO_DRAFT,
  draftAt: () => 0,
  unreadFrom: () => 0,
  notify: () => ({ level: 'all', until: null }),
  account: 'amara',
  person: (account) => ({ account, username: account, displayName: account }),
};

const record = {
  conversation: ID,
  kind: 'direct',
  members: [],
  cleared: 0,
  hidden: [],
  read: 0,
  unread: 0,
  last: null,
};

const idOf = (name: string): string => toBase64url(new TextEncoder().encode(name.padEnd(16, '.')));
const target = (name: string) => fromBase64url(idOf(name));

type Who = 'amara' | 'bram';

const said = (
  seq: number,
  account: Who,
  name: string,
  content: Content,
  more: Partial<StoredEntry> = {},
): StoredEntry => ({
  seq,
  account,
  device: `of ${account}`,
  at: seq * 1000,
  counts: content.type === 'text',
  hash: toBase64url(new Uint8Array(32).fill(seq)),
  id: idOf(name),
  counter: seq,
  previous: null,
  body: { kind: 'content', content },
  ...more,
});

const text = (seq: number, who: Who, name: string): StoredEntry =>
  said(seq, who, name, { type: 'text', text: name, reply: null });
const edit = (seq: number, who: Who, of: string, words: string, more: Partial<StoredEntry> = {}): StoredEntry =>
  said(seq, who, `edit ${seq}`, { type: 'edit', target: target(of), text: words }, more);
const react = (seq: number, who: Who, of: string, emoji: string, remove = false): StoredEntry =>
  said(seq, who, `reaction ${seq}`, { type: 'reaction', target: target(of), emoji, remove });
const deletion = (seq: number, { account, hash, id }: StoredEntry): StoredEntry =>
  said(seq, account as Who, `deletion ${seq}`, {
    type: 'deletion',
    target: fromBase64url(id ?? ''),
    hash: fromBase64url(hash),
  });

/** A device on which these came, a batch after the other, and what it shows then. */
async function device(...batches: StoredEntry[][]) {
  const storage = await new MemoryStorages().open('device');
  let now = record as unknown as ConversationRecord;
  for (const batch of batches) {
    const effects = new Effects(storage, viewer.account, now);
    for (const entry of batch) await effects.apply(entry);
    await effects.finish();
    await storage.write({ put: [...effects.put], remove: [...effects.remove] });
    now = effects.record;
  }
  return { storage, record: now, shown: await shownOf(storage, now) };
}

async function shownOf(storage: Storage, now: ConversationRecord, who = viewer) {
  const stored = await storage.range(`entry/${ID}/`, after(`entry/${ID}/`));
  const entries = stored.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
  return itemsOf({ record: now, entries, outbox: [], origins: new Map(), isEnd: true }, who).map(
    ({ body, reactions }) => ({
      body,
      reactions: reactions.map(({ emoji, people }) => `${emoji} ${people.map(({ username }) => username).join(' ')}`),
    }),
  );
}

const reads = (words: string, edited: boolean, ...reactions: string[]) => ({
  body: { type: 'text', text: words, edited },
  reactions,
});

test('[M18] [M19] an edit and a reaction are laid onto their message, whether they come after it or before', async () => {
  const log = [
    text(1, 'bram', 'one'),
    edit(2, 'bram', 'one', 'two'),
    react(3, 'amara', 'one', '👍'),
    edit(4, 'bram', 'one', 'three'),
  ];
  const expected = [reads('three', true, '👍 amara')];
  expect((await device(log)).shown).toEqual(expected);
  expect((await device(log.toReversed())).shown).toEqual(expected);
  expect((await device(...log.toReversed().map((entry) => [entry]))).shown).toEqual(expected);
});

test('[M18] nobody else edits a message, an edit without anything to be seen is none, and only texts are edited', async () => {
  const one = text(1, 'bram', 'one');
  for (const forged of [
    edit(2, 'amara', 'one', 'forged'),
    edit(2, 'bram', 'one', ''),
    edit(2, 'bram', 'one', ' \u200B\u202E\n'),
    edit(2, 'bram', 'edit 2', 'itself'),
  ]) {
    expect((await device([one, forged])).shown).toEqual([reads('one', false)]);
    expect((await device([forged, one])).shown).toEqual([reads('one', false)]);
  }
});

test('[M10] an edit or a reaction that counts as unread is nobody’s', async () => {
  const counted = { ...edit(2, 'bram', 'one', 'two'), counts: true };
  expect((await device([text(1, 'bram', 'one'), counted])).shown).toEqual([
    reads('one', false),
    { body: { type: 'invalid' }, reactions: [] },
  ]);
});

test('[M19] what is no emoji, or more than one, or has unseen marks about it is no reaction', async () => {
  const wrong = [
    'no',
    '👍👍',
    '👍\u202E',
    '\u200B👍',
    '\u200D',
    '1',
    '#',
    '❤',
    '👍\uFE0F',
    '\u{1F1E9}',
    'é',
    '\u{E0041}',
  ];
  const forged = wrong.map((emoji, index) => react(index + 2, 'amara', 'one', emoji));
  expect((await device([text(1, 'bram', 'one'), ...forged])).shown).toEqual([reads('one', false)]);
  const right = ['👍', '❤️', '👩🏽‍💻', '🏳️‍🌈', '🇩🇪', '1️⃣'];
  const fine = right.map((emoji, index) => react(index + 2, 'amara', 'one', emoji));
  expect((await device([text(1, 'bram', 'one'), ...fine])).shown[0]?.reactions).toHaveLength(right.length);
});

test('[M18] the log cannot turn back what a device has said last: its edits count in its own order', async () => {
  const [first, second] = [{ counter: 6 }, { counter: 7 }];
  const turned = [
    text(1, 'bram', 'one'),
    edit(2, 'bram', 'one', 'newer', second),
    edit(3, 'bram', 'one', 'older', first),
  ];
  expect((await device(turned)).shown).toEqual([reads('newer', true)]);
  expect((await device(turned.toReversed())).shown).toEqual([reads('newer', true)]);
  const elsewhere = edit(3, 'bram', 'one', 'of another device', { ...first, device: 'another' });
  expect((await device([...turned.slice(0, 2), elsewhere])).shown).toEqual([reads('of another device', true)]);
});

test('[M13] an edit that the server brings again is no second one', async () => {
  const log = [text(1, 'bram', 'one'), edit(2, 'bram', 'one', 'two'), edit(3, 'bram', 'one', 'three')];
  const replayed = { ...edit(2, 'bram', 'one', 'two'), seq: 4 };
  expect((await device([...log, replayed])).shown).toEqual([
    reads('three', true),
    { body: { type: 'invalid' }, reactions: [] },
  ]);
});

/** All that is stored of these, as far as words can be read in it. */
const lyingIn = async (storage: Storage): Promise<string> =>
  (await storage.range('', '\uFFFF')).map(([, bytes]) => Buffer.from(bytes).toString()).join('\n');

test('[M18] a deleted message keeps none of its words, before or after; a deleted edit leaves those before it', async () => {
  const one = text(1, 'bram', 'one');
  const change = edit(2, 'bram', 'one', 'changed');
  const gone = { body: { type: 'deleted' }, reactions: [] };
  const all = [
    one,
    change,
    react(3, 'amara', 'one', '👍'),
    deletion(4, one),
    edit(5, 'bram', 'one', 'risen'),
    react(6, 'amara', 'one', '🎉'),
  ];
  const { shown, storage } = await device(all);
  expect(shown).toEqual([gone]);
  expect(await lyingIn(storage)).not.toMatch(/changed|risen/);
  // History comes backwards, and an edit that nobody deleted is still there behind the deletion of its message.
  const emptied: StoredEntry = { ...one, id: null, counter: 0, body: { kind: 'emptied' } };
  const late = await device([...all.slice(1), edit(7, 'bram', 'one', 'at last')].toReversed(), [emptied]);
  expect(await lyingIn(late.storage)).not.toMatch(/changed|risen|at last/);
  expect(late.shown).toEqual([gone]);
  expect(
    (await device([one, change, edit(3, 'bram', 'one', 'again'), deletion(4, edit(3, 'bram', 'one', 'again'))])).shown,
  ).toEqual([reads('changed', true)]);
  expect((await device([one, change, deletion(3, change)])).shown).toEqual([reads('one', false)]);
});

test('[M18] what somebody deletes of others takes none of their words along', async () => {
  const forged = { ...deletion(4, text(1, 'bram', 'one')), account: 'amara' };
  const log = [text(1, 'bram', 'one'), edit(2, 'bram', 'one', 'two'), forged];
  for (const batches of [[log], log.map((entry) => [entry]), log.toReversed().map((entry) => [entry])])
    expect((await device(...batches)).shown).toEqual([reads('two', true)]);
});

const piece = (seq: number, index: number): StoredEntry =>
  said(
    seq,
    'bram',
    index === 0 ? 'long' : `piece ${index}`,
    { type: 'piece', of: target('long'), index, count: 2, text: `part ${index} `, reply: null },
    { counts: index === 0 },
  );

test('[M9] [M18] of a message that is not here, or not whole, nothing is left once it is deleted or cleared', async () => {
  const [one, change] = [text(1, 'bram', 'one'), edit(2, 'bram', 'one', 'changed')];
  const cleared = said(9, 'bram', 'clearing', { type: 'clearing', through: 8 });
  const ends = [[deletion(4, one), deletion(5, change), deletion(6, piece(3, 0))], [cleared]];
  for (const end of ends) {
    // This device let go of the message and had its edit; of the long text one piece never came.
    for (const batches of [[[change, piece(3, 0)], end], [[change, piece(3, 0), ...end]]]) {
      const { storage } = await device(...batches, [edit(10, 'bram', 'long', 'part of an edit')]);
      expect(await lyingIn(storage)).not.toMatch(end.length > 1 ? /changed|part/ : /changed|part 0/);
    }
  }
});

test('[L11] what is cleared takes the words along that stood there before', async () => {
  const clearing = said(3, 'bram', 'clearing', { type: 'clearing', through: 2 });
  for (const batches of [
    [[text(1, 'bram', 'one'), edit(2, 'bram', 'one', 'changed'), clearing]],
    [[text(1, 'bram', 'one'), edit(2, 'bram', 'one', 'changed')], [clearing]],
  ]) {
    const { storage } = await device(...batches);
    expect((await storage.range('edits/', after('edits/'))).length).toBe(0);
  }
});

test('[C32] of whom one blocks no reaction is seen', async () => {
  const log = [text(1, 'amara', 'one'), react(2, 'bram', 'one', '👎'), react(3, 'amara', 'one', '👍')];
  const { storage, record: now } = await device(log);
  const blocking: Viewer = { ...viewer, isBlocked: (account) => account === 'bram' };
  expect(await shownOf(storage, now, blocking)).toEqual([reads('one', false, '👍 amara')]);
});

test('[M19] a toggle ends as the log says, and of a flood the last kinds count', async () => {
  const toggled = [react(2, 'amara', 'one', '👍'), react(3, 'amara', 'one', '👍', true), react(4, 'bram', 'one', '👍')];
  const one = text(1, 'bram', 'one');
  for (const log of [toggled, toggled.toReversed()]) {
    expect((await device([one, ...log])).shown).toEqual([reads('one', false, '👍 bram')]);
  }
  const kinds = Array.from({ length: 25 }, (_, index) => String.fromCodePoint(0x1f600 + index));
  const flood = kinds.map((emoji, index) => react(index + 2, 'bram', 'one', emoji));
  const forwards = (await device([one, ...flood])).shown;
  expect(forwards[0]?.reactions).toEqual(kinds.slice(-20).map((emoji) => `${emoji} bram`));
  expect((await device([one, ...flood].toReversed())).shown).toEqual(forwards);
});

test('[M19] [001.15] a flood of reactions writes a long text anew once in a batch, and shows it once', async () => {
  const storage = await new MemoryStorages().open('device');
  const effects = new Effects(storage, viewer.account, record as unknown as ConversationRecord);
  const put = vi.spyOn(effects.put, 'set');
  await effects.apply(text(1, 'bram', 'one'));
  for (let seq = 2; seq <= 200; seq++) await effects.apply(react(seq, 'bram', 'one', seq % 2 === 0 ? '👍' : '🎉'));
  await effects.finish();
  expect(put.mock.calls.filter(([key]) => key === keys.entry(ID, 1))).toHaveLength(2);
  expect(effects.changed.size).toBe(200);
});

test('[M15] [001.15] of a flood of deletions, of what there is not, the log is read once in a batch', async () => {
  const storage = await new MemoryStorages().open('device');
  const emptied: StoredEntry = { ...text(1, 'bram', 'one'), id: null, counter: 0, body: { kind: 'emptied' } };
  const effects = new Effects(storage, viewer.account, { ...record, cursor: 1 } as unknown as ConversationRecord);
  const range = vi.spyOn(storage, 'range');
  for (let seq = 2; seq <= 100; seq++) await effects.apply(deletion(seq, text(200, 'bram', `nothing ${seq}`)));
  await effects.apply({ ...emptied, seq: 101 });
  await effects.apply(deletion(102, text(1, 'bram', 'one')));
  expect(range).toHaveBeenCalledTimes(1);
  expect(effects.changed.get(101)?.body).toEqual({ kind: 'deleted' });
});

test('[L11] [001.15] nor is it read for each of many clearings how much is still unread', async () => {
  const texts = Array.from({ length: 20 }, (_, index) => text(index + 1, 'bram', `text ${index + 1}`));
  const { storage } = await device(texts);
  const unread = { ...record, countedTo: 20, cursor: 20, unread: 20 } as unknown as ConversationRecord;
  const effects = new Effects(storage, viewer.account, unread);
  const range = vi.spyOn(storage, 'range');
  for (const [index, through] of [3, 7, 5, 2].entries())
    await effects.apply(said(21 + index, 'bram', `clearing ${index}`, { type: 'clearing', through }));
  expect(effects.record).toMatchObject({ unread: 13, cleared: 7 });
  expect(range.mock.calls.filter(([from]) => from === keys.entry(ID, 1))).toHaveLength(1);
});

test('[M9] [M18] a long text is edited as a whole, before all of its pieces are here too', async () => {
  const log = [piece(1, 0), piece(2, 1), edit(3, 'bram', 'long', 'short')];
  expect((await device(log)).shown).toEqual([reads('short', true)]);
  expect((await device(log.toReversed())).shown).toEqual([reads('short', true)]);
  const stored = (await device(log)).storage;
  const [[, bytes] = ['', new Uint8Array()]] = await stored.range(`entry/${ID}/`, after(`entry/${ID}/`));
  expect((decodeCbor(bytes) as StoredEntry).body).toMatchObject({ pieces: [1, 2] });
});
