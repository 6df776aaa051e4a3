import { type Page, expect, test } from '@playwright/test';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Pages, copyOfPages } from './support/builds.ts';
import { type Other, newOther } from './support/headless.ts';
import { createAccount, messageBox, messages, profile, send, writeTo } from './support/people.ts';
import { withoutSharedWorker } from './support/worlds.ts';

// The app on the device: it opens without the network, a new version comes when the person says so, and in its caches is
// nothing of anybody.

let pages: Pages;
let server: TestServer;
let finn: Other;
test.beforeAll(async () => {
  pages = copyOfPages();
  server = await bootServer({ pages: pages.folder });
  finn = await newOther(server.origin, 'finn', 'Finn Aas');
});
test.afterAll(async () => {
  finn.close();
  await server.close();
  pages.remove();
});

const build = (page: Page) => page.locator('html').getAttribute('data-build');
const newVersion = (page: Page) => page.getByText('A new version of Waxwing is ready.');
const hurry = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));

/** Until the service worker has all of the app and is this page's. */
const isKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller?.state !== 'activated') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

/** All that is in caches: the addresses, and the bytes as text. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const found: [address: string, text: string][] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const kept = await cache.match(request);
        found.push([new URL(request.url).pathname, (await kept?.text()) ?? '']);
      }
    }
    return found;
  });

test('it opens without the network with all that was read, and keeps nothing of anybody in its caches', async ({
  browser,
}) => {
  const page = await profile(browser, server.origin, { serviceWorkers: 'allow' });
  await createAccount(page, 'ida');
  await writeTo(page, 'finn');
  await send(page, 'read before');
  await isKept(page);
  const conversation = page.url();

  await page.context().setOffline(true);
  await server.stop();
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(viewport);
    await page.goto(conversation);
    await expect(messages(page).getByText('read before', { exact: true })).toBeVisible();
    await expect(page.getByText('You are offline. What you write is sent as soon as you are back.')).toBeVisible();
  }
  await messageBox(page).fill('written offline');
  await messageBox(page).press('Enter');
  await expect(messages(page).getByText('Sending')).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.goto(conversation);
  await page.context().setOffline(false);
  await server.restart();
  await hurry(page);
  await expect(messages(page).getByText('Sending')).toBeHidden();
  await expect(messages(page).getByText('written offline', { exact: true })).toHaveCount(1);

  const kept = await cached(page);
  for (const text of ['ida', 'finn', 'read before', 'written offline']) {
    expect(kept.filter(([, file]) => file.includes(`"${text}"`))).toEqual([]);
  }
  const addresses = kept.map(([address]) => address);
  expect(addresses).toContain('/index.html');
  expect(
    addresses.filter((address) => !/^\/(index\.html|theme\.js|unloaded\.js|assets\/[^/]+)$/.test(address)),
  ).toEqual([]);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  expect(await cached(page)).toEqual(kept);
});

test('a new version is said, opens in all tabs, and loses nothing', async ({ browser }) => {
  const page = await profile(browser, server.origin, { serviceWorkers: 'allow' });
  await createAccount(page, 'jon');
  await writeTo(page, 'finn');
  await send(page, 'before');
  await isKept(page);
  const tab = await page.context().newPage();
  await tab.goto('/settings');
  await server.restart(() => pages.replace('second'));
  await hurry(page);
  for (const one of [page, tab]) await expect(newVersion(one)).toBeVisible();
  // What the old page loads only now is still there, though the server has it no more.
  const download = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Save as JSON' }).click();
  await download;
  // Nothing changes before somebody says so.
  for (const one of [page, tab]) expect(await build(one)).toBe('first');
  await page.getByRole('button', { name: 'Reload' }).click();
  for (const one of [page, tab]) await expect.poll(() => build(one)).toBe('second');
  await expect(messages(page).getByText('before', { exact: true })).toBeVisible();
  await expect(tab.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(newVersion(page)).toBeHidden();
  expect(await page.evaluate(() => caches.keys())).toEqual(['waxwing-app-second']);
});

test('an app that the server has outgrown reloads to the new one, never to the old one of its cache', async ({
  browser,
}) => {
  const page = await profile(browser, server.origin, { serviceWorkers: 'allow' });
  await withoutSharedWorker(page.context());
  await createAccount(page, 'kim');
  await isKept(page);
  const before = await build(page);
  await page.route('**/api/v1/instance', async (route) => {
    // The server is away for a moment, as it is when it is replaced.
    const answer = await route.fetch().catch(() => null);
    if (answer === null) return route.abort();
    const instance = (await answer.json()) as { protocol: { oldest: number } };
    return route.fulfill({ json: { ...instance, protocol: { ...instance.protocol, oldest: 1_000 } } });
  });
  // The new one is broken, so that it cannot be kept: the page comes from the server all the same.
  await server.restart(() => pages.replace('third', { broken: true }));
  await page.reload();
  expect(await build(page)).toBe(before);
  const banner = page.getByRole('alert').filter({ hasText: 'Waxwing has been updated.' });
  await expect(banner).toBeVisible();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => build(page)).toBe('third');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await server.restart(() => pages.replace('fourth'));
  await expect(banner).toBeVisible();
  await page.unroute('**/api/v1/instance');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => build(page)).toBe('fourth');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await expect(banner).toBeHidden();
});
