import { share } from './share.ts';

/** Something that changes, as `useSyncExternalStore` takes it. */
export interface Store<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => T;
}

/** Follows a source from the first subscriber to the last; in between it keeps what it saw. */
export function follow<T>(initial: T, start: (see: (value: T) => void) => () => void): Store<T> {
  const listeners = new Set<() => void>();
  let current = initial;
  let stop: (() => void) | null = null;
  const see = (value: T): void => {
    const next = share(current, value);
    if (Object.is(next, current)) return;
    current = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      stop ??= start(see);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
