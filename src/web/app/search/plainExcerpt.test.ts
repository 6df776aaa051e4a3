import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadFormatting } from '../formatting/formatting.ts';
import { plainExcerpt } from './plainExcerpt.ts';

/** What stands in brackets was found. */
function excerptOf(shown: string) {
  const marks: [number, number][] = [];
  for (const { index } of shown.matchAll(/\[/g)) {
    const before = 2 * marks.length;
    marks.push([index - before, shown.indexOf(']', index) - before - 1]);
  }
  return { text: shown.replaceAll(/[[\]]/g, ''), marks };
}

test.each([
  ['the **[harvest]** is on ~~Friday~~', 'the [harvest] is on Friday'],
  ['run `[git] status`, *then* [git] push', 'run [git] status, then [git] push'],
  ['2 * 3 * [4], and **[four] times**', '2 * 3 * [4], and [four] times'],
  ['**🎉 [party]**', '🎉 [party]'],
  ['…nothing [marked] here', '…nothing [marked] here'],
])('%j is shown as %j', async (shown, expected) => {
  await loadFormatting();
  expect(plainExcerpt(excerptOf(shown))).toEqual(excerptOf(expected));
});

test('whatever stands there, a mark stays within the text and around the same letters', async () => {
  await loadFormatting();
  const words = fc.stringMatching(/^[ab*~` ]{0,12}$/);
  fc.assert(
    fc.property(words, words, (before, after) => {
      const { text, marks } = plainExcerpt({
        text: `${before}found${after}`,
        marks: [[before.length, before.length + 5]],
      });
      const [from, to] = marks[0] ?? [0, 0];
      expect(text.slice(from, to)).toBe('found');
    }),
    { numRuns: 200 },
  );
});
