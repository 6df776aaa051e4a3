import { useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import { heightOf, inSight, offsetOf, scrollTopOf, type Shape, type Sight } from './place.ts';
import type { Records } from './records.ts';

/** Rows that are drawn beyond the view on either side, for scrolling that is faster than drawing. */
const BEYOND = 16;

export interface Looking {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly shape: Shape;
  readonly sight: Sight;
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  /** Brings a place into view; `middle`: into its middle. */
  readonly show: (place: number, middle?: boolean) => void;
  readonly toEnd: () => void;
}

/** Which of the records are in sight. It stays at the end if it is there, and else with the records that one reads. */
export function useSight(records: Records, row: number): Looking {
  useSyncExternalStore(records.subscribe, records.version);
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(600);
  const { first, end } = records;
  const shape: Shape = { rows: end - first, row, view };
  const [sight, setSight] = useState<Sight>(() => inSight(shape, heightOf(shape), BEYOND));
  const [atEnd, setAtEnd] = useState(true);
  const before = useRef({ first, shape });
  /** Where somebody was led to, and where that scrolled to: it stays in the middle, and is not the end that one follows. */
  const led = useRef<{ place: number; scrollTop: number } | null>(null);

  const look = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    const next = inSight(before.current.shape, box.scrollTop, BEYOND);
    const names = Object.keys(next) as (keyof Sight)[];
    setSight((last) => (names.every((name) => last[name] === next[name]) ? last : next));
  }, []);

  const onScroll = useCallback((): void => {
    const box = scroller.current;
    if (box !== null) {
      if (led.current !== null && Math.abs(box.scrollTop - led.current.scrollTop) > 1) led.current = null;
      setAtEnd(led.current === null && isAtEnd(before.current.shape, box.scrollTop));
    }
    look();
  }, [look]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => setView(box.clientHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const { first: firstBefore, shape: old } = before.current;
    const now = { rows: end - first, row, view };
    before.current = { first, shape: now };
    if (led.current !== null && !atEnd) {
      led.current = leadTo(box, now, first, led.current.place);
    } else {
      const top = offsetOf(old, box.scrollTop) / old.row + firstBefore - first;
      const wanted = atEnd ? heightOf(now) : scrollTopOf(now, top * row);
      if (Math.abs(box.scrollTop - wanted) > 0.5) box.scrollTop = wanted;
      // Of a window that has become larger the end is in sight without any scrolling.
      if (led.current === null) setAtEnd(isAtEnd(now, box.scrollTop));
    }
    look();
  }, [first, end, row, view, atEnd, look]);

  const show = useCallback((place: number, middle = false): void => {
    const box = scroller.current;
    if (box === null) return;
    const { first: from, shape: now } = before.current;
    const top = (place - from) * now.row;
    const offset = offsetOf(now, box.scrollTop);
    if (middle) {
      led.current = leadTo(box, now, from, place);
      // At once: until the browser tells of the scrolling, what comes in would lead back to the end.
      setAtEnd(false);
      return;
    }
    led.current = null;
    if (top < offset) box.scrollTop = scrollTopOf(now, top);
    else if (top + now.row > offset + now.view) box.scrollTop = scrollTopOf(now, top + now.row - now.view);
    setAtEnd(isAtEnd(now, box.scrollTop));
  }, []);

  const toEnd = useCallback((): void => {
    led.current = null;
    setAtEnd(true);
    scroller.current?.scrollTo({ top: heightOf(before.current.shape) });
  }, []);

  return { scroller, shape, sight, atEnd, onScroll, show, toEnd };
}

/** Scrolls a place into the middle, and says where that is. */
function leadTo(box: HTMLElement, shape: Shape, first: number, place: number): { place: number; scrollTop: number } {
  box.scrollTop = scrollTopOf(shape, (place - first) * shape.row - (shape.view - shape.row) / 2);
  return { place, scrollTop: box.scrollTop };
}

function isAtEnd(shape: Shape, scrollTop: number): boolean {
  return scrollTop + shape.view >= heightOf(shape) - shape.row;
}
