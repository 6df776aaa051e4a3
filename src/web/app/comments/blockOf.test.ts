import { expect, test } from 'vitest';
import { blockOf } from './blockOf.ts';

test.each([
  ['Casino', 'word', 'casino'],
  ['cheap pills: now', 'word', 'cheap pills: now'],
  ['spam@example.org', 'email', 'spam@example.org'],
  ['@Example.org', 'email', '@example.org'],
  ['192.0.2.7', 'address', '192.0.2.7'],
  ['2001:db8::1', 'address', '2001:db8::1'],
  ['10:30', 'word', '10:30'],
] as const)('%s is a %s', (typed, kind, value) => {
  expect(blockOf(typed)).toEqual({ kind, value });
});
