import { useState } from 'react';
import { type Row, type Stop, inSight, moved } from './rows.ts';

/** Which rows are in sight. At the end new ones come into sight by themselves; further up the reader's place holds. */
export function useScroll(rows: readonly Row[], height: number, older: () => void) {
  const [stop, setStop] = useState<Stop>(null);
  return {
    ...inSight(rows, stop, height),
    isAtEnd: stop === null,
    toEnd: () => setStop(null),
    /** Down if positive; at the very top it asks for what is older. */
    scroll(by: number) {
      const next = moved(rows, stop, height, by);
      setStop(next.stop);
      if (next.atTop) older();
    },
  };
}
