import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Turns } from './turns.ts';

const AT_FIRST = 512;

/** Turns by a clock of their own, on which a piece of work takes as many milliseconds. */
function setUp(milliseconds = 0) {
  const clock = { milliseconds: 0 };
  const turns = new Turns(() => clock.milliseconds);
  const done: string[] = [];
  const come = (work: string): void =>
    turns.take(
      () => work.slice(0, 1),
      () => {
        clock.milliseconds += milliseconds;
        done.push(work);
      },
    );
  const many = (from: string, count: number): void => {
    for (let at = 0; at < count; at++) come(`${from}${at}`);
  };
  return { clock, turns, done, come, many };
}

test('[H14] [001.15] of work that waits for a later turn, one piece of each who brings it is done in turn', async () => {
  const { done, come, many } = setUp();
  many('a', AT_FIRST + 3);
  many('b', 2);
  come('c0');
  expect(done.length).toBe(AT_FIRST);
  await turn();
  expect(done.slice(AT_FIRST)).toEqual(['a512', 'b0', 'c0', 'a513', 'b1', 'a514']);
});

test('[001.15] no more is done in a turn than it has time for', async () => {
  const { done, many } = setUp(6);
  many('a', 5);
  expect(done.length).toBe(2);
  await turn();
  expect(done.length).toBe(4);
  await turn();
  expect(done.length).toBe(5);
});

test('[001.15] fewer pieces are done in a turn once what they bring about takes long, and more again once it does not', async () => {
  const { clock, done, many } = setUp();
  many('a', 5000);
  const next = async (took: number): Promise<number> => {
    const before = done.length;
    clock.milliseconds += took;
    await turn();
    return done.length - before;
  };
  const counts: number[] = [];
  for (const took of [20, 20, 20, 20, 1, 1]) counts.push(await next(took));
  expect(counts).toEqual([512, 256, 128, 64, 80, 100]);
});

describe('connections that come', () => {
  test('[001.15] turn after turn go before work, but not for long', async () => {
    const { clock, turns, done, come } = setUp();
    const came = async (): Promise<void> => {
      turns.came();
      clock.milliseconds += 5;
      await turn();
    };
    await came();
    await came();
    come('a0');
    for (let count = 0; count < 4; count++) await came();
    expect(done).toEqual([]);
    await came();
    expect(done).toEqual(['a0']);
  });

  test('and no more of them leave work that waited to the next turn', async () => {
    const { turns, done, come } = setUp();
    for (let count = 0; count < 2; count++) {
      turns.came();
      await turn();
    }
    come('a0');
    expect(done).toEqual([]);
    await turn();
    expect(done).toEqual(['a0']);
  });

  test('one at a time hold up nothing', async () => {
    const { turns, done, come } = setUp();
    turns.came();
    come('a0');
    await turn();
    come('a1');
    expect(done).toEqual(['a0', 'a1']);
  });
});
