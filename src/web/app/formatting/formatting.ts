import { oneLine } from '../streams/oneLine.ts';
import { blocksOf, plainWords } from './blocks.ts';
import { linksAlone } from './links.ts';
import type { Inline } from './spans.ts';

/** More does not fit into any line. */
const ONE_LINE = 600;

let current: Inline = linksAlone;
const waiting = new Set<() => void>();

/** What finds the marks in a line: links alone, until `loadFormatting` has brought the rest. */
export const formatting = (): Inline => current;

/** A message in one line, without its marks, for where nothing is formatted. Ask `useFormatting` to be drawn again. */
export const plainLine = (text: string): string => oneLine(plainWords(blocksOf(text.slice(0, ONE_LINE), current)));

export async function loadFormatting(): Promise<void> {
  ({ inline: current } = await import('./marks.ts'));
  for (const tell of waiting) tell();
}

/** Calls back when it is here. */
export function onFormatting(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}
