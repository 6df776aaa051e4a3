import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { oneTime } from './oneTime.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));

test('a token is good once', () => {
  const tokens = oneTime<string>(handClock(), random, { lifetime: 1000, most: 10 });
  const token = tokens.issue('value');
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect([tokens.take(token), tokens.take(token), tokens.take('another')]).toEqual(['value', undefined, undefined]);
});

test('a token is good until its end', () => {
  const clock = handClock();
  const tokens = oneTime<string>(clock, random, { lifetime: 1000, most: 10 });
  const [early, late] = [tokens.issue('early'), tokens.issue('late')];
  clock.advance(999);
  expect(tokens.take(early)).toBe('early');
  clock.advance(1);
  expect(tokens.take(late)).toBeUndefined();
});

test('[001.15] no more are remembered than may be: the oldest goes', () => {
  const tokens = oneTime<number>(handClock(), random, { lifetime: 1000, most: 3 });
  const issued = [1, 2, 3, 4, 5].map((value) => tokens.issue(value));
  expect(issued.map((token) => tokens.take(token))).toEqual([undefined, undefined, 3, 4, 5]);
});
