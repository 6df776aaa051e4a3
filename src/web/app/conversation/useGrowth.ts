import { useLayoutEffect, type RefObject } from 'react';

/** Characters. */
const CERTAINLY_HIGH = 10_000;

/** As high as its text, or what stands there while there is none, up to the limit that the style sets. */
export function useGrowth(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    // As high as it may be in any case: a MiB is not laid out once more to know that.
    if (text.length > CERTAINLY_HIGH) return element.style.setProperty('height', '50vh');
    element.style.setProperty('height', 'auto');
    element.style.setProperty('height', `${element.scrollHeight + 2}px`);
  }, [box, text]);
}
