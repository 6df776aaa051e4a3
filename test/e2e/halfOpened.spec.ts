import { expect, test, type BrowserContext } from '@playwright/test';
import { expectSound } from './support/looks.ts';
import { profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { withoutSharedWorker } from './support/worlds.ts';

// A browser whose storage does not open, a network that brings half of the app: it is said, with what to do, and it goes on
// once the rest is there.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

/** As where a browser keeps its storage closed, for as long as the answer is not called. */
async function storageFails(context: BrowserContext, error: string): Promise<() => Promise<void>> {
  const worker = /client\.worker-.*\.js$/;
  await context.route(worker, async (route) => {
    const response = await route.fetch();
    const body = `IDBFactory.prototype.open = () => { throw new DOMException('not here', '${error}'); };${await response.text()}`;
    await route.fulfill({ response, body });
  });
  return () => context.unroute(worker);
}

for (const shared of [true, false]) {
  test(`a closed storage is said ${shared ? 'in a shared worker' : 'in a worker of one tab'}`, async ({ browser }) => {
    const page = await profile(browser, server.origin);
    if (!shared) await withoutSharedWorker(page.context());
    const opensAgain = await storageFails(page.context(), 'SecurityError');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Waxwing cannot store anything in this browser' })).toBeFocused();
    await expect(page.getByText('Allow this site to store data')).toBeVisible();
    if (shared) await expectSound(page, 'unstored');
    await opensAgain();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  });
}

test('a full device is said as such', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await withoutSharedWorker(page.context());
  await storageFails(page.context(), 'QuotaExceededError');
  await page.goto('/');
  await expect(page.getByText('This device has no room left. Free some space and try again.')).toBeVisible();
});

for (const [missing, address] of [
  ['its script', /assets\/index-.*\.js$/],
  ['a part of its script', /assets\/first-.*\.js$/],
  ['its client', /client\.worker-.*\.js$/],
] as const) {
  test(`a page that comes without ${missing} says so and goes on once it is there`, async ({ browser }) => {
    const page = await profile(browser, server.origin);
    await page.context().route(address, (route) => route.abort());
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Waxwing did not load' })).toBeFocused();
    if (missing === 'its script') await expectSound(page, 'unloaded');
    await page.context().unroute(address);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  });
}
