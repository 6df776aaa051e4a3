import { expect, test } from 'vitest';
import { askedIn, isEmpty, noQuery, parseQuery, timesOf } from './query.ts';

test.each([
  ['ladder', { words: 'ladder' }],
  ['from:amara ladder', { words: 'ladder', from: 'amara' }],
  ['  ladder   FROM:Amara ', { words: 'ladder', from: 'Amara' }],
  ['in:"the garden" apples', { words: 'apples', in: 'the garden' }],
  ['before:2026-01-31 after:2025-12-1', { words: '', before: '2026-01-31', after: '2025-12-1' }],
  ['before:yesterday', { words: 'before:yesterday' }],
  ['on:2026-02-30', { words: 'on:2026-02-30' }],
  ['from: ladder', { words: 'ladder' }],
  ['waits from:', { words: 'waits' }],
  ['xfrom:amara http://in:80', { words: 'xfrom:amara http://in:80' }],
  ['a.*(b|c)+$', { words: 'a.*(b|c)+$' }],
])('%j', (typed, expected) => {
  expect(parseQuery(typed)).toEqual({ ...noQuery, ...expected });
});

test('days begin where the reader is', () => {
  const times = timesOf({ ...noQuery, on: '2026-03-29' });
  expect(times.since).toBe(new Date(2026, 2, 29).getTime());
  expect(times.until).toBe(new Date(2026, 2, 30).getTime());
  expect(timesOf({ ...noQuery, after: '2026-01-31' }).since).toBe(new Date(2026, 1, 1).getTime());
  expect(timesOf({ ...noQuery, before: '2026-01-31' }).until).toBe(new Date(2026, 0, 31).getTime());
  expect(timesOf(noQuery)).toEqual({ since: -Infinity, until: Infinity });
});

test('nothing to look for is an empty query; a filter alone is none', () => {
  expect(isEmpty(parseQuery('  ?! '))).toBe(true);
  expect(isEmpty(parseQuery('from:amara'))).toBe(false);
});

test('however much is typed, the words that are looked for have a bound', () => {
  expect(askedIn('word '.repeat(100_000))).toHaveLength(24);
});
