import type { SearchHit } from '../../../client/api.ts';
import { formatting } from '../formatting/formatting.ts';
import { wordsOf } from '../formatting/spans.ts';

type Excerpt = SearchHit['excerpt'];

/**
 * The excerpt without the marks of its formatting, as lists show messages. What was found stays marked: formatting only takes
 * letters away, so that those left stand in the same order. Ask `useFormatting` to be drawn again.
 */
export function plainExcerpt({ text, marks }: Excerpt): Excerpt {
  const plain = wordsOf(formatting()(text));
  const origins: number[] = [];
  for (const letter of plain.split('')) origins.push(text.indexOf(letter, (origins.at(-1) ?? -1) + 1));
  const placeOf = (at: number): number => origins.filter((origin) => origin < at).length;
  return { text: plain, marks: marks.map(([from, to]) => [placeOf(from), placeOf(to)]) };
}
