import { useSyncExternalStore } from 'react';

const EVERY = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls every ten seconds, and when the page is looked at again; answers how to end that. */
export function asTimePasses(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tick, EVERY);
    document.addEventListener('visibilitychange', tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

function tick(): void {
  for (const listener of listeners) listener();
}

/** Words that depend on the time of day: they stay current, and render again only when they read differently. */
export function useLiveWords(words: (now: number) => string): string {
  return useSyncExternalStore(asTimePasses, () => words(Date.now()));
}
