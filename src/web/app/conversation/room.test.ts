import { expect, test } from 'vitest';
import { charactersLeft } from './room.ts';

test('[003.5] from four fifths on it is said how much more fits, and then how much is too much', () => {
  expect(charactersLeft('a'.repeat(799), 1000)).toBeNull();
  expect(charactersLeft('a'.repeat(850), 1000)).toBe(100);
  expect(charactersLeft('a'.repeat(977), 1000)).toBe(23);
  expect(charactersLeft('a'.repeat(1000), 1000)).toBe(0);
  expect(charactersLeft('a'.repeat(1001), 1000)).toBe(-1);
  expect(charactersLeft('a'.repeat(800_000), 1_000_000)).toBe(200_000);
  expect(charactersLeft('é'.repeat(490), 1000)).toBe(10);
  expect(charactersLeft('😀'.repeat(300), 1000)).toBe(-100);
});
