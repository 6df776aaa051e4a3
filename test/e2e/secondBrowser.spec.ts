import { type Page, expect, test } from '@playwright/test';
import { must, newOther } from './support/headless.ts';
import { conversations, logIn, messages, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { readAll } from './support/reading.ts';

// Journey 3: the history is there on a new device, with nothing but username and password.

const COUNT = process.env['WAXWING_SOAK'] ? 1_000 : 200;
/** Milliseconds that it may take: ten seconds where nothing else runs. */
const PATIENCE = process.env['WAXWING_SOAK'] ? 10_000 : 60_000;
const text = (number: number): string =>
  `${number} of old: ${'the orchard, the ladder, the rain. '.repeat(number % 5)}`.trim();
const byNumber = (one: string, other: string): number => Number.parseInt(one, 10) - Number.parseInt(other, 10);

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

test(`${COUNT} old messages are on a second browser in time, each of them readable`, async ({ browser }) => {
  const [gil, hana] = await Promise.all([newOther(server.origin, 'gil'), newOther(server.origin, 'hana', 'Hana Ito')]);
  const { conversation } = must(await hana.device.client.startDirect('gil'));
  await hana.say('gil', text(1));
  for (let number = 2; number < COUNT; number += 1) {
    const author = number % 2 === 0 ? gil : hana;
    must(await author.device.client.send(conversation, text(number)));
    if (number % 100 === 0) await Promise.all([gil.say('hana'), hana.say('gil')]);
  }
  await Promise.all([gil.say('hana'), hana.say('gil')]);
  await hana.say('gil', text(COUNT));
  await gil.read(conversation, text(COUNT));
  for (const other of [gil, hana]) other.close();

  const page = await profile(browser, server.origin);
  await page.goto('/');
  const began = Date.now();
  await logIn(page, 'gil');
  await expect(conversations(page).getByText('Hana Ito')).toBeVisible({ timeout: PATIENCE });
  const first = Date.now() - began;
  await expect.poll(() => storedEntries(page), { timeout: PATIENCE, intervals: [100] }).toBeGreaterThanOrEqual(COUNT);
  const all = Date.now() - began;
  await expect(page.getByRole('progressbar')).toBeHidden();
  console.log(`second browser: the inbox after ${first} ms, all ${COUNT} messages after ${all} ms`);
  expect(all).toBeLessThan(PATIENCE);

  // All of it is searched on this device, and what was found leads to its place.
  await page.keyboard.press('/');
  await page.keyboard.type('orch from:hana ');
  await expect(page.getByRole('button', { name: 'Remove From: hana' })).toBeVisible();
  await page.getByLabel('Search messages').fill('133 old');
  await expect(page.locator('a[data-hit]').first()).toHaveText(/133 of old/, { timeout: PATIENCE });
  await page.keyboard.press('Enter');
  await expect(messages(page).getByText(text(133), { exact: true })).toBeInViewport();
  await page.getByLabel('Search messages').press('Escape');
  await page.goto('/');

  await conversations(page).getByText('Hana Ito').click();
  await expect(messages(page).getByText(text(COUNT), { exact: true })).toBeInViewport();
  // What is on this device is read without the server.
  await server.kill('SIGTERM');
  const read = await readAll(page);
  expect(read.toSorted(byNumber)).toEqual(Array.from({ length: COUNT }, (_, index) => text(index + 1)));
  // Two who write at once come in one order or another, but what each wrote stays in theirs.
  for (const author of [0, 1]) {
    const own = read.slice(1, -1).filter((one) => Number.parseInt(one, 10) % 2 === author);
    expect(own).toEqual(own.toSorted(byNumber));
  }
  await expect(messages(page).getByText(text(1), { exact: true })).toBeInViewport();
});

/** How many entries of logs this browser has stored. */
function storedEntries(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    const name = names.find((one) => one.startsWith('waxwing.') && one !== 'waxwing.device');
    if (name === undefined) return 0;
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no answer'));
      });
    const database = await done(indexedDB.open(name));
    try {
      return await done(
        database.transaction('values').objectStore('values').count(IDBKeyRange.bound('entry/', 'entry0')),
      );
    } finally {
      database.close();
    }
  });
}
