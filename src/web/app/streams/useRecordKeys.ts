import { useState, type KeyboardEvent } from 'react';
import type { Records } from './records.ts';
import type { Looking } from './useSight.ts';

export interface Picking {
  /** The record that keys are at. */
  readonly active: number | null;
  readonly isPicked: (place: number) => boolean;
  /** The first and the last place that are picked; null unless there are several. */
  readonly picked: readonly [first: number, last: number] | null;
  readonly pick: (place: number, extend: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Up, Down, Page Up, Page Down, Home and End go through the records, with Shift they pick several; Enter opens one. */
export function useRecordKeys(records: Records, looking: Looking, open: (place: number) => void): Picking {
  const [active, setActive] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const { first, end } = records;
  const last = end - 1;

  const pick = (place: number, extend: boolean): void => {
    setAnchor(extend ? (anchor ?? active ?? place) : null);
    setActive(place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || last < first) return;
    const { shape, sight } = looking;
    const page = Math.max(1, Math.floor(shape.view / shape.row) - 1);
    const from = active ?? first + sight.seenTo + 1;
    const to = {
      ArrowUp: from - 1,
      ArrowDown: from + 1,
      PageUp: from - page,
      PageDown: from + page,
      Home: first,
      End: last,
    }[event.key];
    if (to !== undefined) {
      const place = Math.max(first, Math.min(last, to));
      pick(place, event.shiftKey);
      looking.show(place);
    } else if ((event.key === 'Enter' || event.key === ' ') && active !== null) open(active);
    else if (event.key === 'Escape' && anchor !== null) setAnchor(null);
    else return;
    event.preventDefault();
  };

  const picked =
    active === null || anchor === null || anchor === active
      ? null
      : ([Math.min(active, anchor), Math.max(active, anchor)] as const);
  const isPicked = (place: number): boolean =>
    picked === null ? place === active : place >= picked[0] && place <= picked[1];
  return { active, isPicked, picked, pick, onKeyDown };
}
