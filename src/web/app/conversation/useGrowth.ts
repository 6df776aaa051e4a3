import { useLayoutEffect, type RefObject } from 'react';

/** As high as its text, up to the limit that the style sets. */
export function useGrowth(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.setProperty('height', 'auto');
    element.style.setProperty('height', `${element.scrollHeight + 2}px`);
  }, [box, text]);
}
