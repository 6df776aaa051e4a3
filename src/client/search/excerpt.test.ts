import { expect, test } from 'vitest';
import { excerptFor } from './excerpt.ts';
import { askedIn } from './query.ts';

/** The excerpt with the marks as brackets. */
async function shown(text: string, asked: string): Promise<string | null> {
  const excerpt = await excerptFor(text, askedIn(asked), async () => undefined);
  if (!excerpt) return null;
  return excerpt.marks
    .toReversed()
    .reduce(
      (marked, [from, to]) => `${marked.slice(0, from)}[${marked.slice(from, to)}]${marked.slice(to)}`,
      excerpt.text,
    );
}

test.each([
  ['The orchard in the rain', 'orch rain', 'The [orch]ard in the [rain]'],
  ['un café, deux Cafe\u0301s', 'CAFE', 'un [café], deux [Cafe\u0301]s'],
  ['Große Straße', 'strass', 'Große [Straß]e'],
  ['İstanbul', 'ist', '[İst]anbul'],
  ['東京都に住んでいます', '京都', '東[京都]に住んでいます'],
  ['one\n\ttwo', 'two', 'one  [two]'],
  ['🎉🎉 party', 'party 🎉', '[🎉][🎉] [party]'],
  ['\u202ERTL evil', 'evil', '\u202ERTL [evil]'],
  ['nothing asked', '', 'nothing asked'],
])('%j with %j', async (text, asked, expected) => {
  expect(await shown(text, asked)).toBe(expected);
});

test('what has not all of the words is no hit, whatever the index says', async () => {
  expect(await shown('The orchard', 'orchard rain')).toBeNull();
  expect(await shown('京東都', '東京都')).toBeNull();
});

test('of a long text the part is shown in which the first word stands', async () => {
  const text = `${'ladder '.repeat(20_000)}the lantern ${'market '.repeat(20_000)}`;
  const found = await shown(text, 'lantern market');
  expect(found).toMatch(/^…(ladder )+the \[lantern\] (\[market\] )+/);
  expect(found?.length).toBeLessThan(230);
});

test('an excerpt is never cut through a character', async () => {
  const { text } = (await excerptFor('🎉'.repeat(500), [], async () => undefined)) ?? { text: '' };
  expect(text.isWellFormed()).toBe(true);
});
