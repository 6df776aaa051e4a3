import { expect, test } from 'vitest';
import { keyOf, listOf, originOf } from './typed.ts';

test.each([
  ['https://example.org', 'https://example.org'],
  [' HTTPS://Example.org:443/blog/?a#b ', 'https://example.org'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ['example.org', null],
  ['javascript:alert(1)', null],
  ['https://', null],
])('%s is the site %s', (typed, origin) => {
  expect(originOf(typed)).toBe(origin);
});

test.each([
  [' Guestbook ', 'guestbook'],
  ['https://Example.org/about#top', 'https://example.org/about'],
  ['https://example.org', 'https://example.org/'],
  ['https://me:secret@example.org/', null],
  ['a guest book', null],
  ['-a', null],
  ['', null],
])('%s is the thread %s', (typed, key) => {
  expect(keyOf(typed)).toBe(key);
});

test('a list stands on lines or behind commas', () => {
  expect(listOf(' amara, @bram\n\ncleo ')).toEqual(['amara', '@bram', 'cleo']);
});
