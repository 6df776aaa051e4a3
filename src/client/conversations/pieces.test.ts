import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { cut, sizeOf } from './pieces.ts';

test('[003.5] pieces put together are the text, none is too large, and none ends within a character', () => {
  const parts = fc.array(fc.constantFrom('a', 'é', '語', '🕊', '\u0301', ' '), { maxLength: 40 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 3000 }), (characters, times) => {
      const text = characters.join('').repeat(times);
      const pieces = cut(text);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) {
        expect(sizeOf(piece)).toBeLessThanOrEqual(limits.messageText);
        expect(piece.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('a short text is one piece, also at the very limit', () => {
  expect(cut('')).toEqual(['']);
  expect(cut('x'.repeat(limits.messageText))).toHaveLength(1);
  expect(cut('x'.repeat(limits.messageText + 1)).map((piece) => piece.length)).toEqual([limits.messageText, 1]);
});
