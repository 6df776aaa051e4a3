import { expect, test } from 'vitest';
import { dayHeading, relativeTime, timeAgo } from './time.ts';

const now = new Date(2026, 10, 20, 15, 30).getTime();
const ago = (minutes: number) => relativeTime(now - minutes * 60_000, now);

test.each([
  [0, 'now'],
  [0.9, 'now'],
  [-3, 'now'],
  [2, '2 min'],
  [59, '59 min'],
  [60, '1 h'],
  [60 * 15, '15 h'],
  [60 * 20, 'yesterday'],
  [60 * 24 * 4, 'Mon'],
])('%d minutes ago reads "%s"', (minutes, words) => {
  expect(ago(minutes)).toBe(words);
});

test.each([
  [0, 'now'],
  [11, '11 min. ago'],
  [60 * 3, '3 hr. ago'],
  [60 * 20, 'yesterday'],
])('of %d minutes ago a sentence says "%s"', (minutes, words) => {
  expect(timeAgo(now - minutes * 60_000, now)).toBe(words);
});

test('just past midnight the evening before is still hours ago', () => {
  const midnight = new Date(2026, 10, 20, 0, 30).getTime();
  expect(relativeTime(midnight - 3 * 3600_000, midnight)).toBe('3 h');
});

test('a week ago is a date', () => {
  expect(ago(60 * 24 * 7)).toMatch(/^(13 Nov|Nov 13)$/);
});

test('another year is named', () => {
  expect(relativeTime(new Date(2025, 10, 3).getTime(), now)).toContain('2025');
});

test('days are headed by their name', () => {
  expect(dayHeading(now, now)).toBe('Today');
  expect(dayHeading(now - 86_400_000, now)).toBe('Yesterday');
  expect(dayHeading(new Date(2026, 10, 3).getTime(), now)).toMatch(/^Tuesday.*November/);
});
