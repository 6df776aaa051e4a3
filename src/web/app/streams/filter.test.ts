import { expect, test } from 'vitest';
import { countedSpans, downloadPath, everything, isEverything, queryOf } from './filter.ts';

const MINUTE = 60_000;
const NOW = 29_000_000 * MINUTE + 12_345;

test('what narrows nothing is not asked for', () => {
  expect(isEverything({ ...everything, words: '  ' })).toBe(true);
  expect(queryOf({ ...everything, words: '  ' }, NOW)).toEqual({});
  expect(queryOf({ words: ' disk ', level: 'error', range: { kind: 'last', minutes: 15 } }, NOW)).toEqual({
    words: 'disk',
    level: 'error',
    from: NOW - 15 * MINUTE,
  });
});

test('spans are whole minutes and take in the running one', () => {
  for (const [range, spans, minutes] of [
    [{ kind: 'last', minutes: 15 }, 16, 16],
    [{ kind: 'all' }, 47, 31 * 47],
    [{ kind: 'last', minutes: 7 * 1440 }, 48, 211 * 48],
  ] as const) {
    const counted = countedSpans(range, NOW);
    expect(counted.spans).toBe(spans);
    expect(counted.to - counted.from).toBe(minutes * MINUTE);
    expect(counted.to).toBeGreaterThan(NOW);
    expect(counted.to - NOW).toBeLessThanOrEqual(MINUTE);
  }
  expect(countedSpans({ kind: 'span', from: 5 * MINUTE, to: 6 * MINUTE - 1 }, NOW)).toEqual({
    from: 5 * MINUTE,
    to: 6 * MINUTE,
    spans: 1,
  });
});

test('the download is of what is shown', () => {
  expect(downloadPath('db-1', {})).toBe('/api/v1/streams/db-1/download');
  expect(downloadPath('db-1', { words: 'a&b', from: 3 })).toBe('/api/v1/streams/db-1/download?words=a%26b&from=3');
});
