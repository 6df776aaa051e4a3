const utf8 = new TextEncoder();
/** From this part of the limit on it is said how much more fits. */
const TOLD = 0.8;

/**
 * How many characters more fit into a message of at most `most` UTF-8 bytes, as long as those that are there are; negative:
 * so many too many; null: plenty.
 */
export function charactersLeft(text: string, most: number): number | null {
  if (text.length * 3 < most * TOLD) return null;
  const bytes = utf8.encode(text).length;
  if (bytes < most * TOLD) return null;
  const left = ((most - bytes) * text.length) / bytes;
  return left < 0 ? Math.min(-1, Math.floor(left)) : roughly(Math.floor(left));
}

/** Not at each letter another one: it is read out. */
const roughly = (count: number): number => (count < 100 ? count : count - (count % (count < 1000 ? 100 : 1000)));
