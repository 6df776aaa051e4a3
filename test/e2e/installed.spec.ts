import { type Page, expect, test } from '@playwright/test';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Pages, copyOfPages } from './support/builds.ts';
import { type Other, newOther } from './support/headless.ts';
import { createAccount, messages, profile, send, writeTo } from './support/people.ts';

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

test('a new version is said, opens in all tabs, and loses nothing', async ({ browser }) => {
  const page = await profile(browser, server.origin, { serviceWorkers: 'allow' });
  await createAccount(page, 'ida');
  await writeTo(page, 'finn');
  await send(page, 'before');
  await isKept(page);
  const tab = await page.context().newPage();
  await tab.goto('/settings');
  await server.restart(() => pages.replace('second'));
  await hurry(page);
  for (const one of [page, tab]) await expect(newVersion(one)).toBeVisible();
  expect(await build(tab)).toBe('first');
  // What the old page loads only now is still there, though the server has it no more.
  const download = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Save as JSON' }).click();
  await download;
  await page.getByRole('button', { name: 'Reload' }).click();
  for (const one of [page, tab]) await expect.poll(() => build(one)).toBe('second');
  await expect(messages(page).getByText('before', { exact: true })).toBeVisible();
  await expect(tab.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(newVersion(page)).toBeHidden();
});
