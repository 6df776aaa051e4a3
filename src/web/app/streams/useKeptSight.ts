import { useEffect, useRef, useState } from 'react';
import { keepPlace, placeLeft } from '../session/places.ts';
import type { Records } from './records.ts';
import type { Looking } from './useSight.ts';

/** The browser's back shows the records that were in sight. @param address null: of these it is not kept */
export function useKeptSight(address: string | null, { first, end }: Records, { sight, atEnd, show }: Looking): void {
  const [left] = useState(() => Number(address === null ? 0 : (placeLeft(address) ?? 0)));
  const isThere = useRef(left === 0);
  const middle = atEnd ? null : first + Math.floor((sight.seenFrom + sight.seenTo) / 2);
  useEffect(() => {
    if (address === null) return;
    if (isThere.current) return keepPlace(address, middle === null ? null : `${middle}`);
    if (left >= end) return;
    isThere.current = true;
    show(left, true);
  }, [address, left, middle, end, show]);
}
