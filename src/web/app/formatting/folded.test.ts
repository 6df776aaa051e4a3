import { expect, test } from 'vitest';
import { isEmojiAlone } from './emoji.ts';
import { folded } from './folded.ts';

test('what is not long is shown at once', () => {
  for (const text of ['', 'hello', 'a'.repeat(4000), 'a\n'.repeat(79)]) {
    expect(folded(text)).toEqual({ head: text, rest: '', plain: false });
  }
});

test.each([
  ['lines', 'a line of text\n'.repeat(1000)],
  ['short lines', 'a\n'.repeat(1000)],
  ['words', 'word '.repeat(1000)],
  ['a word', 'a'.repeat(5000)],
  ['emoji', `x${'😀'.repeat(3000)}`],
  ['empty lines', `top${'\n'.repeat(200)}bottom`],
])('of %s without end a part is shown, and the rest is all there', (_of, text) => {
  const { head, rest } = folded(text);
  expect(head + rest).toBe(text);
  expect(head.length).toBeGreaterThan(20);
  expect(head.length).toBeLessThanOrEqual(2000);
  expect(head.split('\n').length).toBeLessThanOrEqual(40);
  expect((head + rest).isWellFormed() && head.isWellFormed()).toBe(true);
});

test('in what was poured in no marks are looked for', () => {
  expect(folded('*a* '.repeat(17_000)).plain).toBe(true);
  expect(folded('*a* '.repeat(16_000)).plain).toBe(false);
});

test('up to three emoji alone are large', () => {
  for (const text of ['👍', '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏿', '🎉🎉🎉', '❤️', '1️⃣', '🇳🇴']) expect(isEmojiAlone(text)).toBe(true);
  for (const text of ['', '1', '*', '👍 ok', '👍👍👍👍', '™', ' ']) expect(isEmojiAlone(text)).toBe(false);
});
