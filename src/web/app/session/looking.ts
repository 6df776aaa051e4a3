import { useEffect, useSyncExternalStore } from 'react';

let looking: string | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function look(machine: string | null): void {
  looking = machine;
  for (const listener of listeners) listener();
}

/** The stream whose newest records somebody sees come in: they are read at once, and not shown as unread until then. */
export const useLookedAt = (): string | null => useSyncExternalStore(subscribe, () => looking);

export function useLooking(machine: string, now: boolean): void {
  useEffect(() => {
    if (!now) return undefined;
    look(machine);
    return () => look(null);
  }, [machine, now]);
}
