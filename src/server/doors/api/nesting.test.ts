import { expect, test } from 'vitest';
import { nestsDeeperThan } from './nesting.ts';

test.each([
  ['[[[]]]', 3],
  ['[[],[],[[]]]', 3],
  ['{"a":{"b":[1]},"c":[]}', 3],
  [String.raw`["\"[[[[", "\\", "[["]`, 1],
  [String.raw`{"\\\"{{{":[["\\"]]}`, 3],
  [']]]][[[[[[ {', 3],
  ['["[[[[ without an end', 1],
])('[001.15] %s is as deep as %i', (text, depth) => {
  expect(nestsDeeperThan(text, depth)).toBe(false);
  expect(nestsDeeperThan(text, depth - 1)).toBe(true);
});

test('[001.15] what nests not at all is not deep, whatever stands in strings', () => {
  for (const text of ['', '"[[[["', '"[[[[ without an end', 'null', '1e9999'])
    expect(nestsDeeperThan(text, 0)).toBe(false);
});

test('[001.15] of a million levels only the first few are read', () => {
  const levels = '['.repeat(1_000_000);
  const started = performance.now();
  for (let count = 0; count < 1000; count++) expect(nestsDeeperThan(levels, 32)).toBe(true);
  expect(performance.now() - started).toBeLessThan(5000);
});
