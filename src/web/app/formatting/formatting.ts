import { useSyncExternalStore } from 'react';
import { oneLine } from '../streams/oneLine.ts';
import { blocksOf, plainWords } from './blocks.ts';
import { linksAlone } from './links.ts';
import type { Inline } from './spans.ts';

/** More does not fit into any line. */
const ONE_LINE = 600;

let current: Inline = linksAlone;
let asked = false;
const waiting = new Set<() => void>();

/**
 * What finds the marks in a line. It is fetched once something is shown and nothing else is to do; until then, and where
 * it cannot be fetched, marks show as they were typed. Who asks is drawn again when it is here.
 */
export const useFormatting = (): Inline => useSyncExternalStore(subscribe, () => current);

/** A message in one line, without its marks, for where nothing is formatted. Ask `useFormatting` to be drawn again. */
export const plainLine = (text: string): string => oneLine(plainWords(blocksOf(text.slice(0, ONE_LINE), current)));

export async function loadFormatting(): Promise<void> {
  ({ inline: current } = await import('./marks.ts'));
  for (const tell of waiting) tell();
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  if (!asked) {
    asked = true;
    whenIdle(() => void loadFormatting().catch(() => (asked = false)));
  }
  return () => waiting.delete(tell);
}

/** Safari does not say when it is. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 1_000 });
  else setTimeout(act, 100);
}
