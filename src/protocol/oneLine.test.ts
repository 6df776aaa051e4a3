import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine } from './oneLine.ts';

test.each([
  ['hello', 'hello'],
  ['one\ntwo', 'one ⏎ two'],
  ['one\r\ntwo\rthree', 'one ⏎ two ⏎ three'],
  ['one\u2028two\u2029three\u0085four\vfive\fsix', 'one ⏎ two ⏎ three ⏎ four ⏎ five ⏎ six'],
  ['  and no blanks around it \n', 'and no blanks around it'],
  ['a\tb', 'a b'],
  ['\u001b[2J\u001b]0;title\u0007gone', '[2J]0;titlegone'],
  ['\u009b31mred', '31mred'],
  ['over\rwritten\bx', 'over ⏎ writtenx'],
  ['\u202eevil\u2066\u200f', 'evil'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
  ['half \ud800 a pair', 'half \ufffd a pair'],
])('[001.5] %j shows as %j', (text, shown) => {
  expect(oneLine(text)).toBe(shown);
});

const FORBIDDEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;
const hostile = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('\r\n', '\u001b[31m', '\u202e', '\u2028', '\u2066', '\ud800', '\udc00', '⏎', ' '),
  ),
  { maxLength: 40 },
);

test('[001.5] of any text at all, nothing is left that a terminal obeys', () => {
  fc.assert(
    fc.property(hostile, (parts) => {
      const shown = oneLine(parts.join(''));
      expect(shown).not.toMatch(FORBIDDEN);
      expect(shown.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(1);
      expect(oneLine(shown)).toBe(shown);
    }),
    { numRuns: 2000 },
  );
});
