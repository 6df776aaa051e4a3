import { expect, test } from 'vitest';
import { MemoryStorages } from '../../../test/support/device.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { Effects } from './effects.ts';
import type { Server } from '../server.ts';
import { after, keptSeq, keys } from '../storageKeys.ts';
import { LettingGo } from './lettingGo.ts';
import type { ConversationRecord, StoredBody, StoredEntry } from './records.ts';
import { ConversationTable } from './table.ts';

const ID = 'c';
const silent: StoredBody = { kind: 'silent' };
const said = (text: string, pieces?: number[]): StoredBody => ({
  kind: 'content',
  content: { type: 'text', text, reply: null },
  ...(pieces && { pieces }),
});

const entry = (seq: number, body: StoredBody = said(`message ${seq}`)): StoredEntry => ({
  seq,
  account: 'a',
  device: 'd',
  at: seq,
  counts: true,
  hash: `hash ${seq}`,
  id: `id ${seq}`,
  counter: 0,
  previous: null,
  body,
});

const record = (cursor: number, change: Partial<ConversationRecord> = {}): ConversationRecord => ({
  conversation: ID,
  kind: 'direct',
  sealed: true,
  room: null,
  createdAt: 0,
  members: [],
  cursor,
  oldest: 1,
  cleared: 0,
  hidden: [],
  read: cursor,
  unread: 0,
  countedTo: cursor,
  last: null,
  mine: null,
  at: 0,
  ...change,
});

/** A device with entries 1 to `cursor`, some of them as given. */
async function device(cursor: number, of: { record?: Partial<ConversationRecord>; entries?: StoredEntry[] } = {}) {
  const storage = await new MemoryStorages().open('account');
  const all = Array.from({ length: cursor }, (_, index) => entry(index + 1));
  const put = [...all, ...(of.entries ?? [])].flatMap((one): [string, Uint8Array][] => [
    [keys.entry(ID, one.seq), encodeCbor(one)],
    [keys.message(ID, one.id ?? ''), encodeCbor(one.seq)],
  ]);
  await storage.write({ put: [...put, [keys.conversation(ID), encodeCbor(record(cursor, of.record))]] });
  const nothing = async (): Promise<void> => undefined;
  const server = {} as Server;
  const table = new ConversationTable({
    server,
    storage,
    account: 'a',
    intruder: nothing,
    noted: () => [],
    dropped: () => undefined,
    changed: () => undefined,
  });
  await table.load();
  let keepsAll = true;
  const again: string[] = [];
  const lettingGo = new LettingGo({
    storage,
    table,
    serverKeepsAll: () => keepsAll,
    again: (conversation) => void again.push(conversation),
  });
  const left = async (): Promise<number[]> =>
    (await storage.range(`entry/${ID}/`, after(`entry/${ID}/`))).map(([, one]) => (decodeCbor(one) as StoredEntry).seq);
  const serverForgets = (): void => {
    keepsAll = false;
  };
  return { lettingGo, table, storage, left, again, serverForgets };
}

const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('what is old goes with its ids, in steps, and the newest hundred stay', async () => {
  const { lettingGo, table, storage, left, again } = await device(1_250);
  expect(lettingGo.stored()).toEqual({ entries: 1_250, old: 1_150 });
  expect(await lettingGo.old(ID)).toBe(1_150);
  expect(await left()).toEqual(from(1_151, 1_250));
  expect(await storage.range(`message/${ID}/`, after(`message/${ID}/`))).toHaveLength(100);
  expect(table.get(ID)).toMatchObject({ oldest: 1_151, letGo: 1_150, cursor: 1_250 });
  expect(lettingGo.stored()).toEqual({ entries: 100, old: 0 });
  expect(again).toEqual([ID]);
  expect(await lettingGo.old(ID)).toBe(0);
  expect(again).toEqual([ID]);
});

test('only what has a place on the screen is counted as a message', async () => {
  const { lettingGo } = await device(120, { entries: from(1, 15).map((seq) => entry(seq, silent)) });
  expect(await lettingGo.old(ID)).toBe(5);
});

test('what is unread stays', async () => {
  const { lettingGo, left } = await device(300, { record: { read: 40 } });
  expect(await lettingGo.old(ID)).toBe(40);
  expect(await left()).toEqual(from(41, 300));
});

test('what was kept when the server lost it stays, and all after it', async () => {
  const kept = keptSeq(50, 0);
  const { lettingGo, left } = await device(300, { entries: [{ ...entry(kept), id: 'kept' }] });
  expect(await lettingGo.old(ID)).toBe(50);
  expect(await left()).toEqual([kept, ...from(51, 300)]);
});

test('a long text whose pieces reach to what stays is not torn', async () => {
  const pieces = from(198, 203);
  const entries = [entry(198, said('long', pieces)), ...pieces.slice(1).map((seq) => entry(seq, silent))];
  const { lettingGo, left } = await device(300, { entries });
  expect(await lettingGo.old(ID)).toBe(197);
  expect(await left()).toEqual(from(198, 300));
});

test('[M18] what was said of a message goes with the words that come again, and nothing of it outlives them', async () => {
  const amended = (seq: number): StoredEntry => entry(seq, { kind: 'silent', of: 'id 1' });
  const { lettingGo, table, storage } = await device(300, { entries: [amended(3), amended(299)] });
  const said = (seq: number) => ({ id: `id ${seq}`, seq, at: seq, device: 'd', counter: 0, text: `words ${seq}` });
  const reacted = (seq: number) => ({ account: 'b', emoji: '👍', removed: false, seq });
  await storage.write({
    put: [
      [keys.edits(ID, 'id 1', 'a'), encodeCbor({ original: 'words 1', edits: [said(3), said(299)] })],
      [keys.edits(ID, 'id 2', 'a'), encodeCbor({ original: 'words 2', edits: [said(4)] })],
      [keys.reactions(ID, 'id 1'), encodeCbor([reacted(299), reacted(3)])],
    ],
  });
  const lying = async (): Promise<unknown[]> => {
    const found = await Promise.all(['edits/', 'reactions/'].map((from) => storage.range(from, after(from))));
    return found.flat().map(([, bytes]) => decodeCbor(bytes));
  };
  await lettingGo.old(ID);
  expect(await lying()).toEqual([{ original: null, edits: [said(299)] }, [reacted(299)]]);
  await table.forget(ID, { through: 300 });
  expect(await lying()).toEqual([]);
});

test('a long text that stands across two steps is not torn either', async () => {
  const pieces = from(498, 503);
  const entries = [entry(498, said('long', pieces)), ...pieces.slice(1).map((seq) => entry(seq, silent))];
  const { lettingGo, table, left } = await device(700, { entries });
  const steps: number[] = [];
  const write = table.write.bind(table);
  table.write = async (next, changes, received) => {
    steps.push(next.oldest);
    await write(next, changes, received);
  };
  expect(await lettingGo.old(ID)).toBe(595);
  expect(steps).toEqual([498, 601]);
  expect(await left()).toEqual(from(601, 700));
});

test.each<[string, Partial<ConversationRecord>]>([
  ['alerts, which a server keeps as long as it likes', { kind: 'alerts' }],
  ['a conversation with a visitor', { kind: 'contact' }],
  [
    'a conversation whose other account was removed with all that it wrote',
    { members: [{ account: 'b', removed: true } as ConversationRecord['members'][number]] },
  ],
])('nothing goes of %s', async (_what, of) => {
  const { lettingGo, left } = await device(300, { record: of });
  expect(lettingGo.stored()).toEqual({ entries: 300, old: 0 });
  expect(await lettingGo.old(ID)).toBe(0);
  expect(await left()).toHaveLength(300);
});

test('nothing goes where the server deletes messages after a time, or has not said that it does not', async () => {
  const { lettingGo, left, serverForgets } = await device(300);
  serverForgets();
  expect(await lettingGo.old(ID)).toBe(0);
  expect(await left()).toHaveLength(300);
});

test('[M15] what its author deleted stays deleted when it comes again, whatever the server has put in its place', async () => {
  const { lettingGo, table, storage } = await device(300);
  await lettingGo.old(ID);
  const bytes = new Uint8Array(32).fill(7);
  const [hash, id] = [toBase64url(bytes), toBase64url(bytes.slice(16))];
  const content = { type: 'deletion', target: bytes.slice(16), hash: bytes } as const;
  const come = async (one: StoredEntry): Promise<StoredBody | undefined> => {
    const effects = new Effects(storage, 'b', table.get(ID)!);
    await effects.apply(one);
    await effects.finish();
    await table.write(effects.record, { put: [...effects.put], remove: [...effects.remove] });
    return [...effects.changed.values()].at(-1)?.body;
  };
  await come({ ...entry(301, { kind: 'content', content }), counts: false });
  expect(await come({ ...entry(20), hash, id })).toEqual({ kind: 'deleted' });
  expect(await come({ ...entry(21), hash, id: 'of another', account: 'c' })).toMatchObject({ kind: 'content' });
});
