import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { Row } from './rows.ts';
import type { LogVirtualizer } from './useLogPlace.ts';

const FRAMES = 6;

type Align = 'auto' | 'center' | 'start';

/** `center` puts it in the middle, `start` at the top; without either, it is only brought into sight. */
export type ScrollToRow = (key: string, align?: Align) => void;

interface Target {
  readonly key: string;
  readonly align: Align;
  framesLeft: number;
}

/**
 * Scrolls to a row and stays with it while it settles. The virtualizer keeps in mind which number a row has; with what
 * comes in above meanwhile that number is another row's.
 */
export function useScrollToRow(virtual: LogVirtualizer, rows: readonly Row[]): ScrollToRow {
  const target = useRef<Target | null>(null);
  const frame = useRef(0);

  useLayoutEffect(() => {
    if (target.current !== null) aim(virtual, rows, target.current);
  }, [virtual, rows]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  return useCallback(
    (key, align = 'auto') => {
      const wanted: Target = { key, align, framesLeft: FRAMES };
      const count = (): void => {
        wanted.framesLeft -= 1;
        if (wanted.framesLeft > 0) frame.current = requestAnimationFrame(count);
        else {
          target.current = null;
          virtual.cancelScroll();
        }
      };
      target.current = wanted;
      aim(virtual, rows, wanted);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(count);
    },
    [virtual, rows],
  );
}

function aim(virtual: LogVirtualizer, rows: readonly Row[], { key, align }: Target): void {
  const index = rows.findIndex((row) => row.key === key);
  if (index !== -1) virtual.scrollToIndex(index, { align });
}
