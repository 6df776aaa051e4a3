import { type RefObject, useEffect } from 'react';
import { keepPlace, placeLeft } from './places.ts';

/** What comes late is waited for so long, milliseconds; a page that has become shorter stays where it can be. */
const PATIENCE = 10_000;

/** The browser's back and forward show a page where it was left. @param page another for each that this scroller shows */
export function useScrollPlace(scroller: RefObject<HTMLElement | null>, page: string): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const address = `scroll ${page}`;
    const left = Number(placeLeft(address) ?? 0);
    element.scrollTo({ top: left });
    // What the page is too short for yet is not where it was left.
    let isArriving = left > 0;
    const observer = new ResizeObserver(() => {
      element.scrollTo({ top: left });
      if (element.scrollTop >= left - 1) stop();
    });
    const stop = (): void => {
      isArriving = false;
      observer.disconnect();
    };
    const patience = setTimeout(stop, PATIENCE);
    if (isArriving && element.firstElementChild) observer.observe(element.firstElementChild);
    const keep = (): void => {
      if (!isArriving) keepPlace(address, String(element.scrollTop));
    };
    const events = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const event of events) element.addEventListener(event, stop, { passive: true });
    element.addEventListener('scroll', keep, { passive: true });
    return () => {
      stop();
      clearTimeout(patience);
      for (const event of events) element.removeEventListener(event, stop);
      element.removeEventListener('scroll', keep);
    };
  }, [scroller, page]);
}
