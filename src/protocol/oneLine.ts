import { UNSEEN } from './unseen.ts';

/** Whatever a terminal, an editor or Unicode takes for the end of a line. */
const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * Somebody else's text as one line of a terminal: line breaks show as ` ⏎ `, and nothing is left by which it could move
 * the cursor, turn the direction, or pass for another line.
 */
export function oneLine(text: string): string {
  const lines = text.toWellFormed().split(LINE_BREAK);
  const seen = lines.map((line) => line.replaceAll('\t', ' ').replace(UNSEEN, '').trim());
  return seen.filter((line) => line !== '').join(' ⏎ ');
}
