import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { CommandError } from '../usage.ts';
import { Delivery } from './delivery.ts';
import { NotNow, TooLarge } from './ingest.ts';
import { type Queue, openQueue } from './queue.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-delivery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let queue: Queue;
let stored: string[][];
let waits: number[];
let said: string[];
let answers: (Error | null)[];
beforeEach(() => {
  queue = openQueue(mkdtempSync(path.join(folder, 'queue-')));
  [stored, waits, said, answers] = [[], [], [], []];
});

const delivery = (random = 0.5) =>
  new Delivery({
    queue,
    ingest: {
      async store(lines) {
        const answer = answers.shift();
        if (answer) throw answer;
        stored.push([...lines]);
        return stored.flat().length;
      },
    },
    pause: async (milliseconds) => void waits.push(milliseconds),
    random: () => random,
    listener: {
      away: (why) => said.push(`away: ${why}`),
      back: () => said.push('back'),
      moved: () => said.push('moved'),
    },
  });

test('ever longer waits, some of them chance, up to half a minute; and it is said once', async () => {
  queue.add(['one']);
  answers = Array.from({ length: 10 }, () => new NotNow('ECONNREFUSED'));
  const one = delivery();
  for (let step = 0; step < 11; step++) await one.step();
  expect(waits).toEqual([187.5, 375, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500]);
  expect(said).toEqual(['away: ECONNREFUSED', 'back', 'moved']);
  expect([stored, one.lastSeq, queue.waiting()]).toEqual([[['one']], 1, 0]);
});

test.each([0, 0.99])('what the server asks for is kept, whatever chance says (%d)', async (random) => {
  queue.add(['one']);
  answers = [new NotNow('the server answered 429', 5000)];
  await delivery(random).step();
  expect(waits[0]).toBeGreaterThanOrEqual(5000);
});

test('what is too large together goes in halves, and alone it ends', async () => {
  queue.add(['one', 'two', 'three', 'four']);
  answers = [new TooLarge('too large'), new TooLarge('too large')];
  const one = delivery();
  for (let step = 0; step < 4; step++) await one.step();
  expect(stored).toEqual([['one'], ['two', 'three', 'four']]);
  queue.add(['five']);
  answers = [new TooLarge('too large')];
  await expect(one.step()).rejects.toThrow(CommandError);
  expect(queue.waiting()).toBe(1);
});

test('a refusal for ever ends it, and what waits stays', async () => {
  queue.add(['one']);
  answers = [new CommandError('no')];
  await expect(delivery().step()).rejects.toThrow('no');
  expect(queue.waiting()).toBe(1);
});
