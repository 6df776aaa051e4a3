import { expect, test } from 'vitest';
import { FairQueue } from './fairQueue.ts';

const drained = (queue: FairQueue<string>): string[] => {
  const things: string[] = [];
  for (let thing = queue.next(); thing !== undefined; thing = queue.next()) things.push(thing);
  return things;
};

test('of those who wait, one after the other is heard, and each in their own order', () => {
  const queue = new FairQueue<string>();
  for (const thing of ['a1', 'a2', 'a3', 'b1', 'a4', 'c1', 'b2']) queue.add(thing[0] ?? '', thing);
  expect(drained(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  expect(queue.isEmpty).toBe(true);
});

test('who comes while a thousand things of another wait is heard next but one', () => {
  const queue = new FairQueue<string>();
  for (let at = 0; at < 1000; at++) queue.add('flood', `flood ${at}`);
  queue.next();
  queue.add('other', 'other');
  expect([queue.next(), queue.next()]).toContain('other');
});
