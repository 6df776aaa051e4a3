import type { KeyboardEvent, RefObject } from 'react';

/** Arrows, Home and End go from button to button of a grid, as it happens to be laid out; Tab goes on to the next thing. */
export function useGridKeys(grid: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  return (event) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const columns = buttons.filter(({ offsetTop }) => offsetTop === buttons[0]?.offsetTop).length;
    const forwards = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: at + forwards,
      ArrowLeft: at - forwards,
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      Home: 0,
      End: buttons.length - 1,
    };
    const to = steps[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  };
}
