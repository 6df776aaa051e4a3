import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { takeFile } from './file.ts';
import { type Queue, openQueue } from './queue.ts';
import { type Taking, takeStream, takeText } from './taking.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-queue-'));
const opened: Queue[] = [];
let count = 0;
const open = (capacity?: number, name = `queue-${(count += 1)}`) => {
  const queue = openQueue(path.join(folder, name), capacity);
  opened.push(queue);
  return queue;
};
afterEach(() => {
  for (const queue of opened.splice(0)) queue.close();
  rmSync(folder, { recursive: true, force: true });
});

const linesIn = (queue: Queue) => queue.first({ lines: 1000, bytes: 1e6 }).map(({ line }) => line);

function taking(queue: Queue, more: Partial<Taking> = {}): Taking {
  return {
    queue,
    compose: async (texts) => [...texts],
    atOnce: 1000,
    room: async () => undefined,
    took: () => undefined,
    notice: () => undefined,
    stop: new AbortController().signal,
    ...more,
  };
}

test('lines leave in the order in which they came, as many as a request carries, and at least one', () => {
  const queue = open();
  queue.add(['one', 'two', 'three']);
  queue.add(['four']);
  expect(queue.first({ lines: 2, bytes: 100 }).map(({ line }) => line)).toEqual(['one', 'two']);
  expect(queue.first({ lines: 9, bytes: 10 }).map(({ line }) => line)).toEqual(['one', 'two']);
  expect(queue.first({ lines: 9, bytes: 1 }).map(({ line }) => line)).toEqual(['one']);
  queue.remove(queue.first({ lines: 3, bytes: 100 }));
  expect([linesIn(queue), queue.waiting()]).toEqual([['four'], 1]);
});

test('one at a time is at it, over all who have it open', async () => {
  const [left, right] = [open(100, 'shared'), open(100, 'shared')];
  await left.inTurn(async () => expect(await right.inTurn(async () => undefined)).toBe(false));
  expect(await right.inTurn(async () => undefined)).toBe(true);
});

test('a full queue: a text is refused, and a pipe waits until there is room', async () => {
  const queue = open(10);
  const fed: string[] = [];
  const source = Readable.from(
    (function* () {
      for (const text of ['one\n', 'two\n', 'three and four\n', 'five\n', 'six\n']) {
        fed.push(text);
        yield Buffer.from(text);
      }
    })(),
    { highWaterMark: 1 },
  );
  const { promise: room, resolve } = Promise.withResolvers<void>();
  const waits = Promise.withResolvers<void>();
  const reading = takeStream(
    source,
    taking(queue, {
      room: async () => {
        if (!queue.isFull()) return;
        waits.resolve();
        await room;
      },
    }),
  );
  await waits.promise;
  await expect(takeText('seven', taking(queue))).rejects.toThrow('nothing was sent');
  expect(linesIn(queue)).toEqual(['one', 'two', 'three and four']);
  expect(fed).not.toContain('six\n');
  queue.remove(queue.first({ lines: 3, bytes: 100 }));
  resolve();
  await reading;
  expect(linesIn(queue)).toEqual(['five', 'six']);
});

test('a file goes on where it was stopped, unless it is another by now', async () => {
  const queue = open();
  const file = path.join(folder, 'log');
  writeFileSync(file, 'one\ntwo\n');
  await takeFile(file, taking(queue));
  writeFileSync(file, 'one\ntwo\nthree\n');
  const said: string[] = [];
  await takeFile(file, taking(queue, { notice: (text) => said.push(text) }));
  expect(linesIn(queue)).toEqual(['one', 'two', 'three']);
  expect(said).toEqual([`going on with ${file} where it was stopped`]);
  writeFileSync(file, 'ONE\ntwo\nthree\nfour\n');
  queue.forget((await takeFile(file, taking(queue))) ?? '');
  expect(linesIn(queue).slice(3)).toEqual(['ONE', 'two', 'three', 'four']);
  await takeFile(file, taking(queue));
  expect(linesIn(queue)).toHaveLength(11);
});

test('two that read the same file at once: one of them goes on, and nothing is taken twice', async () => {
  const [left, right] = [open(1e6, 'file'), open(1e6, 'file')];
  const file = path.join(folder, 'log');
  const lines = Array.from({ length: 200_000 }, (_, at) => `${at}`);
  writeFileSync(file, lines.join('\n'));
  const ended = await Promise.allSettled([takeFile(file, taking(left)), takeFile(file, taking(right))]);
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(left.first({ lines: 1e6, bytes: 1e9 }).map(({ line }) => line)).toEqual(lines);
});
