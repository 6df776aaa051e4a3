import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('[001.15] a few go on in each turn of the loop, in their order, and whoever comes meanwhile after them', async () => {
  const myTurn = createTurns(2);
  const gone: number[] = [];
  const come = (number: number): Promise<unknown> => myTurn().then(() => gone.push(number));
  const all = [1, 2, 3].map(come);
  expect(gone).toEqual([]);
  await turn();
  expect(gone).toEqual([1, 2]);
  all.push(come(4), come(5));
  await turn();
  expect(gone).toEqual([1, 2, 3, 4]);
  await Promise.all(all);
  expect(gone).toEqual([1, 2, 3, 4, 5]);
});
