import { expect, test } from 'vitest';
import { jsonLine } from './line.ts';

test('[M32] JSON for programs says the same, of characters that no terminal obeys', () => {
  const text = 'a\u001b[2J\u009b31m\u007f\u0085\u2028\u202eb\u2066 é 👩‍👩‍👧';
  const line = jsonLine({ text });
  expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(line)).toEqual({ text });
});
