import { useEffect } from 'react';
import { asTimePasses } from './now.ts';

/** Asks again every now and then, while somebody can see it. */
export function useKeptFresh(reload: () => void): void {
  useEffect(
    () =>
      asTimePasses(() => {
        if (document.visibilityState === 'visible') reload();
      }),
    [reload],
  );
}
