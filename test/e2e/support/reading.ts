import type { Page } from '@playwright/test';
import { blocksOf, plainWords } from '../../../src/web/app/formatting/blocks.ts';
import { inline } from '../../../src/web/app/formatting/marks.ts';
import { messages, opened } from './people.ts';

/** The words of a message as they show: without the marks that stand for a format. */
export const asShown = (text: string): string => plainWords(blocksOf(text, inline));

/**
 * Scrolls from where the log stands to its very beginning, as a reader would, and reads from there to its end; answers
 * every text, oldest first, and goes back to the beginning.
 */
export async function readAll(page: Page): Promise<string[]> {
  await opened(page);
  return messages(page).evaluate(async (log) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // A reader goes on when what has come above has found its place.
    const rest = async (): Promise<void> => {
      for (let still = 0, height = -1, top = -1; still < 3; still += 1) {
        await frame();
        const moved = log.scrollHeight !== height || log.scrollTop !== top;
        if (moved || log.getAttribute('aria-busy') === 'true') still = 0;
        [height, top] = [log.scrollHeight, log.scrollTop];
      }
    };
    const seen = new Map<string, string>();
    const order: string[][] = [];
    const look = (): void => {
      const shown = [...log.querySelectorAll<HTMLElement>('[data-message]')].map((article) => {
        const key = article.dataset['message'] ?? '';
        seen.set(key, article.querySelector(':scope > [dir=auto]')?.textContent ?? '');
        return key;
      });
      order.push(shown);
    };
    // At the top it waits until nothing more has come above for some frames, and nothing is being fetched.
    const toTheTop = async (): Promise<void> => {
      for (let still = 0; still < 20; still += 1) {
        if (log.scrollTop > 0 || log.getAttribute('aria-busy') === 'true') still = 0;
        log.scrollTop -= log.clientHeight * 0.75;
        await rest();
      }
    };
    await toTheTop();
    // All of it is there now: it is read from its beginning to its end.
    for (let at = -1; at !== log.scrollTop;) {
      look();
      at = log.scrollTop;
      log.scrollTop += log.clientHeight * 0.75;
      await rest();
    }
    look();
    await toTheTop();
    return [...new Set(order.flat())].map((key) => seen.get(key) ?? '');
  });
}
