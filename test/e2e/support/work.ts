import type { Page } from '@playwright/test';

/**
 * Begins to count what a page's thread works: answers a function that tells the milliseconds of processor time since then.
 * What else the machine is busy with is not in it, as it is in the time of day.
 */
export async function workOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const work = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const before = await work();
  return async () => (await work()) - before;
}
