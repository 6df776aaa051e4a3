import type { Page } from '@playwright/test';

/** What a reader saw while the log was scrolled up, in the numbers that the messages begin with. */
export interface Reading {
  /** Every number that was painted within the log. */
  readonly seen: number[];
  /** Where a row moved otherwise than the wheel had asked for. */
  readonly jumps: string[];
}

/**
 * Watches the log after every paint, until `readingEnds`. A row may go down by what the wheel has turned and not yet
 * moved, and not at all otherwise: what comes in above, or is measured late, must not move it.
 */
export async function readingBegins(page: Page): Promise<void> {
  await page.evaluate(() => {
    const log = document.querySelector('[role=log]');
    if (log === null) throw new Error('no log');
    const reading = { seen: new Set<number>(), jumps: [] as string[], on: true };
    Object.assign(window, { reading });
    let owed = 0;
    let before = new Map<number, number>();
    log.addEventListener('wheel', (event) => (owed += Math.max(0, -(event as WheelEvent).deltaY)), { passive: true });
    const look = (): void => {
      const { top, bottom } = log.getBoundingClientRect();
      const shown = new Map<number, number>();
      for (const article of log.querySelectorAll('[data-message]')) {
        const place = article.getBoundingClientRect();
        if (place.bottom <= top || place.top >= bottom) continue;
        shown.set(Number.parseInt(article.querySelector(':scope > [dir=auto]')?.textContent ?? '', 10), place.bottom);
      }
      judge(shown, bottom - top);
      for (const number of shown.keys()) reading.seen.add(number);
      before = shown;
    };
    const judge = (shown: Map<number, number>, height: number): void => {
      const moves = [...shown].flatMap(([number, at]) => {
        const was = before.get(number);
        return was === undefined ? [] : [at - was];
      });
      const [least, most] = [Math.min(...moves), Math.max(...moves)];
      const numbers = `${[...before.keys()].join()} -> ${[...shown.keys()].join()}`;
      if (moves.length === 0) {
        if (before.size > 0 && owed < height) reading.jumps.push(`nothing stayed, ${owed} turned: ${numbers}`);
      } else if (least < -2 || most > owed + 2) {
        reading.jumps.push(`${least} to ${most} px, ${owed} turned: ${numbers}`);
      }
      owed = log.scrollTop === 0 || moves.length === 0 ? 0 : Math.max(0, owed - Math.max(0, most));
    };
    const afterPaint = new MessageChannel();
    afterPaint.port1.onmessage = () => {
      look();
      if (reading.on) requestAnimationFrame(() => afterPaint.port2.postMessage(null));
    };
    afterPaint.port2.postMessage(null);
  });
}

export function readingEnds(page: Page): Promise<Reading> {
  return page.evaluate(() => {
    const { reading } = window as unknown as { reading: { seen: Set<number>; jumps: string[]; on: boolean } };
    reading.on = false;
    return { seen: [...reading.seen], jumps: reading.jumps };
  });
}
