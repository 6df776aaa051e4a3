import { expect, test } from 'vitest';
import { spellings, whereReadable } from './readable.ts';

test('a text is found in every spelling, wherever it begins', () => {
  const text = 'marked: Zürich at 9?';
  for (const before of ['', 'a', 'ab', 'abc']) {
    const whole = Buffer.from(`${before}${text} and more`);
    const haystacks = new Map([
      ['raw', whole],
      ['utf16le', Buffer.from(`${before}${text}`, 'utf16le')],
      ['hex', Buffer.from(whole.toString('hex'))],
      ['base64', Buffer.from(whole.toString('base64'))],
      ['base64url', Buffer.from(whole.toString('base64url'))],
    ]);
    for (const [name, bytes] of haystacks) {
      expect(whereReadable([text], new Map([[name, bytes]])), `${name} after "${before}"`).not.toEqual([]);
    }
  }
  expect(whereReadable([text], new Map([['other', Buffer.from('nothing of the kind')]]))).toEqual([]);
  expect(spellings(text).every((form) => form.length > 10)).toBe(true);
});
