import { expect, test } from 'vitest';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { FoundRecords } from './foundRecords.ts';

const record = (seq: number): StreamRecord => ({
  seq,
  at: seq,
  endpoint: 'message',
  message: `record ${seq}`,
  level: null,
  sealed: false,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

function world(fitting: number[], limit = 100) {
  const server = { fitting, fails: false, asked: 0, indexed: 250 };
  const found = new FoundRecords(async (before) => {
    server.asked += 1;
    if (server.fails) return { ok: false, code: 'offline' };
    const all = server.fitting.filter((seq) => before === undefined || seq < before);
    const page = all.slice(-limit);
    const more = all.length > page.length;
    return { ok: true, records: page.map(record), more, searched: more ? (page[0] ?? 1) : 1, indexed: server.indexed };
  });
  return { found, server };
}

const seqs = (found: FoundRecords) =>
  Array.from({ length: found.end - found.first }, (_, index) => found.at(found.first + index)?.seq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('older ones come above, and what was there keeps its place', async () => {
  const { found } = world(upTo(250));
  await settled();
  expect([found.first, found.end]).toEqual([0, 100]);
  expect(found.at(0)?.seq).toBe(151);
  found.want(90);
  await settled();
  expect(found.first).toBe(0);
  found.want(10);
  await settled();
  expect(found.at(0)?.seq).toBe(151);
  found.want(-100);
  await settled();
  expect(seqs(found)).toEqual(upTo(250));
});

test('new ones are added once, also after more of them than a page', async () => {
  const { found, server } = world([3, 5]);
  await settled();
  server.fitting = [3, 5, 8];
  await found.refresh();
  await found.refresh();
  expect(seqs(found)).toEqual([3, 5, 8]);
  server.fitting = upTo(400);
  server.indexed = 400;
  await found.refresh();
  expect(seqs(found)).toEqual(upTo(400).slice(300));
});

test('what falls out of range leaves, and the others keep their places', async () => {
  const { found, server } = world([3, 5, 8, 9]);
  await settled();
  let told = 0;
  found.subscribe(() => (told += 1));
  found.leave(3);
  expect([told, found.first, found.end]).toEqual([0, 0, 4]);
  found.leave(6);
  expect([told, found.first, found.end, found.at(1), found.at(2)?.seq]).toEqual([1, 2, 4, null, 8]);
  found.leave(100);
  expect(seqs(found)).toEqual([]);
  server.fitting = [300];
  server.indexed = 300;
  await found.refresh();
  expect(seqs(found)).toEqual([300]);
});

test('a question that failed is asked again when it is said, and not before', async () => {
  const { found, server } = world(upTo(250));
  await settled();
  server.fails = true;
  found.want(0);
  await settled();
  const { asked } = server;
  found.want(0);
  await settled();
  expect([found.failed?.code, server.asked]).toEqual(['offline', asked]);
  server.fails = false;
  found.again();
  await settled();
  expect(found.failed).toBeNull();
});

test('a search that took its time goes on by itself until there is something to show', async () => {
  const asked: (number | undefined)[] = [];
  const found = new FoundRecords(async (before) => {
    asked.push(before);
    const searched = (before ?? 1000) - 100;
    return { ok: true, records: searched === 600 ? [record(650)] : [], more: true, searched, indexed: 1000 };
  });
  await settled();
  expect(asked).toEqual([undefined, 900, 800, 700]);
  expect(seqs(found)).toEqual([650]);
  found.want(0);
  await settled();
  expect(asked.at(-1)).toBe(600);
});
