import { useEffect, useState, type RefObject } from 'react';

/** A heading counts as reached in the upper part of what scrolls. */
const UPPER = 1 / 3;

/** The id of the part that is being read: the last one whose heading was reached. Follows whatever scrolls around `within`. */
export function useReadingPlace(
  within: RefObject<HTMLElement | null>,
  parts: readonly { readonly id: string }[],
): string | undefined {
  const [here, setHere] = useState(parts[0]?.id);
  useEffect(() => {
    const scroller = scrollerOf(within.current);
    const look = (): void => {
      const { top, height } = (scroller ?? document.documentElement).getBoundingClientRect();
      const line = top + height * UPPER;
      const reached = parts.filter(({ id }) => topOf(id) <= line);
      setHere((reached.at(-1) ?? parts[0])?.id);
    };
    look();
    scroller?.addEventListener('scroll', look, { passive: true });
    return () => scroller?.removeEventListener('scroll', look);
  }, [within, parts]);
  return here;
}

const topOf = (id: string): number => document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  const parent = element?.parentElement ?? null;
  return parent === null || /auto|scroll/.test(getComputedStyle(parent).overflowY) ? parent : scrollerOf(parent);
}
