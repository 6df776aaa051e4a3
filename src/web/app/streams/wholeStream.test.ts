import { expect, test } from 'vitest';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { PAGE, WholeStream } from './wholeStream.ts';

const record = (seq: number, message = `record ${seq}`): StreamRecord => ({
  seq,
  at: seq * 1000,
  endpoint: 'message',
  message,
  level: null,
  sealed: false,
});

/** A server with so many records; `answer` lets the oldest question through. */
function world(head: number, first = 1, text?: string) {
  const asked: [after: number, limit: number][] = [];
  const waiting: (() => void)[] = [];
  const server = { head, first, fails: false };
  const fetch = (after: number, limit: number) => {
    asked.push([after, limit]);
    const from = Math.max(after + 1, server.first);
    const count = Math.max(0, Math.min(limit, server.head - from + 1));
    const records = Array.from({ length: count }, (_, index) => record(from + index, text));
    return new Promise<{ ok: true; records: StreamRecord[]; first: number; head: number }>((resolve) => {
      waiting.push(() => {
        if (server.fails) resolve({ ok: false, code: 'offline' } as never);
        else resolve({ ok: true, records, first: server.first, head: server.head });
      });
    });
  };
  const stream = new WholeStream(fetch, first, head);
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const settle = async (): Promise<void> => {
    while (waiting.length > 0) await answer();
  };
  return { stream, asked, server, answer, settle };
}

test('only what is looked at is fetched, wherever it stands', async () => {
  const { stream, asked, settle } = world(100_000);
  stream.want(50_005, 50_040);
  expect(stream.at(50_010)).toBeUndefined();
  await settle();
  expect(stream.at(50_010)?.message).toBe('record 50010');
  expect(asked).toEqual([[50_000, PAGE]]);
});

test('a scrollbar that is dragged leaves no queue: the last look is fetched next', async () => {
  const { stream, asked, settle } = world(100_000);
  for (let seq = 1; seq < 100_000; seq += 1000) stream.want(seq, seq + 40);
  await settle();
  expect(asked.length).toBeLessThanOrEqual(3);
  expect(stream.at(99_001)?.seq).toBe(99_001);
});

test('it grows when what is new is here, and not while it is held', async () => {
  const { stream, server, settle } = world(300);
  stream.want(280, 301);
  await settle();
  server.head = 303;
  stream.grown(1, 303);
  expect(stream.end).toBe(301);
  await settle();
  expect(stream.end).toBe(304);
  expect(stream.at(303)?.seq).toBe(303);
  stream.hold(true);
  server.head = 305;
  stream.grown(1, 305);
  await settle();
  expect([stream.end, stream.fresh]).toEqual([304, 2]);
  stream.hold(false);
  await settle();
  expect([stream.end, stream.fresh]).toEqual([306, 0]);
  stream.hold(true);
  server.head = 900;
  stream.grown(1, 900);
  await settle();
  expect([stream.end, stream.fresh]).toEqual([306, 595]);
  stream.hold(false);
  await settle();
  expect([stream.end, stream.fresh]).toEqual([901, 0]);
});

test('what came while a page was fetched is fetched as well', async () => {
  const { stream, server, answer, settle } = world(10);
  stream.want(1, 11);
  server.head = 12;
  stream.grown(1, 12);
  await answer();
  await settle();
  expect(stream.at(12)?.seq).toBe(12);
  expect(stream.end).toBe(13);
});

test('records that are not kept any more are said to be gone', async () => {
  const { stream, settle } = world(1000, 450);
  expect(stream.first).toBe(450);
  stream.want(401, 460);
  await settle();
  expect(stream.at(449)).toBeNull();
  expect(stream.at(450)?.seq).toBe(450);
});

test('what failed is not asked for until it is tried again', async () => {
  const { stream, server, asked, settle } = world(100);
  server.fails = true;
  stream.want(1, 40);
  await settle();
  stream.want(1, 41);
  await settle();
  expect(asked.length).toBe(1);
  server.fails = false;
  stream.again();
  await settle();
  expect(stream.at(7)?.seq).toBe(7);
});

test('long records are forgotten sooner, those in sight never', async () => {
  const { stream, settle } = world(100_000, 1, 'x'.repeat(32 * 1024));
  for (const seq of [1, 1001, 2001, 3001]) {
    stream.want(seq, seq + 40);
    await settle();
  }
  expect(stream.at(3001)?.seq).toBe(3001);
  expect(stream.at(1)).toBeUndefined();
});
