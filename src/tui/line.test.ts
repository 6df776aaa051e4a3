import { expect, test } from 'vitest';
import { jsonLine, jsonOf, lineOf } from './line.ts';

test('[M32] JSON for programs says the same, of characters that no terminal obeys', () => {
  const text = 'a\u001b[2J\u009b31m\u007f\u0085\u2028\u202eb\u2066 é 👩‍👩‍👧';
  const line = jsonLine({ text });
  expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(line)).toEqual({ text });
});

test('[M18] a message that was edited is told anew, as such', () => {
  const told = {
    conversation: 'c',
    at: Date.UTC(2019, 10, 1, 9, 30),
    edited: true,
    from: 'erik',
    to: 'sam',
    room: null,
    machine: null,
    encrypted: true,
    mine: false,
    text: 'at eight',
  } as const;
  expect(lineOf(told)).toBe('2019-11-01 09:30:00 erik: @sam (edited) at eight');
  expect(JSON.parse(jsonOf(told))).toMatchObject({ type: 'message', text: 'at eight', edited: true });
});
