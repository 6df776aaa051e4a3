import { useSyncExternalStore } from 'react';

// As in RecordRow.module.css.
const narrow = matchMedia('(max-width: 719px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** How high a record's row is, pixels. */
export const useRowHeight = (): number => useSyncExternalStore(subscribe, () => (narrow.matches ? 48 : 28));
