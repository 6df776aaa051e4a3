import { useSyncExternalStore } from 'react';
import { formatting, loadFormatting, onFormatting } from './formatting.ts';
import type { Inline } from './spans.ts';

let asked = false;

/**
 * What finds the marks in a line. It is fetched once something is shown and nothing else is to do; until then, and where
 * it cannot be fetched, marks show as they were typed. Who asks is drawn again when it is here.
 */
export const useFormatting = (): Inline => useSyncExternalStore(subscribe, formatting);

function subscribe(tell: () => void): () => void {
  if (!asked) {
    asked = true;
    whenIdle(() => void loadFormatting().catch(() => (asked = false)));
  }
  return onFormatting(tell);
}

/** Safari does not say when it is. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 1_000 });
  else setTimeout(act, 100);
}
