import { type Page, expect, test } from '@playwright/test';
import { type Other, newOther } from './support/headless.ts';
import { expectSound } from './support/looks.ts';
import { conversations, createAccount, messageBox, messages, profile, send, writeTo } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { withoutSharedWorker } from './support/worlds.ts';

// Several tabs, reloads, a server that goes and comes back, an app that has grown old: nothing lost, nothing twice.

let server: RunningServer;
let finn: Other;
test.beforeAll(async () => {
  server = await runServer();
  finn = await newOther(server.origin, 'finn', 'Finn Aas');
});
test.afterAll(async () => {
  finn.close();
  await server.close();
});

const elsewhere = (page: Page) => page.getByRole('heading', { name: 'Waxwing is open in another tab' });
const useHere = (page: Page) => page.getByRole('button', { name: 'Use it here' });
const once = (page: Page, text: string) => expect(messages(page).getByText(text, { exact: true })).toHaveCount(1);

async function write(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text);
  await messageBox(page).press('Enter');
}

test('two tabs are one device: what comes, is read or ends in one does in the other', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'ida');
  await writeTo(page, 'finn');
  const tab = await page.context().newPage();
  await tab.goto('/');
  await finn.say('ida', 'to both tabs');
  await once(page, 'to both tabs');
  await expect(conversations(tab).getByText('to both tabs')).toBeVisible();
  await page.bringToFront();
  await expect(tab).toHaveTitle('Waxwing');
  await messageBox(page).fill('begun here');
  await tab.goto(page.url());
  await send(tab, 'sent there');
  await once(page, 'sent there');
  await tab.close();
  await write(page, 'and here');
  await once(page, 'and here');
  const again = await page.context().newPage();
  await again.goto('/settings');
  await expect(again.getByText('Chrome on Linux')).toHaveCount(1);
  // What is chosen in one holds in all at once, and for what is around them.
  await page.goto('/settings');
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
  await expect(again.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(again.getByRole('radio', { name: 'Dark' })).toBeChecked();
  for (const one of [page, again])
    await expect(one.locator('meta[name="theme-color"][media="all"]')).toHaveAttribute('content', '#141210');
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Deutsch' });
  await expect(again.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await again.getByRole('combobox', { name: 'Sprache' }).selectOption({ label: 'English' });
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await again.getByRole('button', { name: 'Log out', exact: true }).click();
  for (const one of [page, again]) await expect(one.getByRole('heading', { name: 'Log in' })).toBeVisible();
});

test('without a SharedWorker it is open in one tab at a time, and goes back and forth whole', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await withoutSharedWorker(page.context());
  await createAccount(page, 'jon');
  await writeTo(page, 'finn');
  await send(page, 'from the first tab');
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await expect(elsewhere(tab)).toBeFocused();
  await expectSound(tab, 'elsewhere');
  await write(page, 'sent while it is taken');
  await once(page, 'sent while it is taken');
  await useHere(tab).click();
  await once(tab, 'sent while it is taken');
  await expect(elsewhere(page)).toBeVisible();
  await send(tab, 'from the second tab');
  await useHere(page).click();
  for (const text of ['from the first tab', 'sent while it is taken', 'from the second tab']) await once(page, text);
  await expect(elsewhere(tab)).toBeVisible();
  await useHere(tab).click();
  await once(tab, 'from the second tab');
  await tab.close();
  await useHere(page).click();
  await once(page, 'from the second tab');
  await send(page, 'still the same device');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('Chrome on Linux')).toHaveCount(1);
});

test('a reload in the middle of sending', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'kim');
  await writeTo(page, 'finn');
  await send(page, 'before');
  await expect(messages(page).getByText('Delivered')).toBeVisible();
  // The server stands still: the message is on this device, and may or may not be on its way.
  void server.kill('SIGSTOP');
  await write(page, 'in the middle');
  await expect(messages(page).getByText('Sending')).toBeVisible();
  const reloaded = page.reload();
  void server.kill('SIGCONT');
  await reloaded;
  await once(page, 'in the middle');
  await expect(messages(page).getByText('Delivered')).toHaveCount(2);
  await once(page, 'in the middle');
  const talk = await finn.say('kim');
  const open = finn.device.conversation(talk);
  await open.until(() => open.texts().length === 2, 'two messages');
  expect(open.texts()).toEqual(['before', 'in the middle']);
  open.close();
});

test('the server goes and comes back: it is said, and what was written meanwhile goes out', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'lou');
  await writeTo(page, 'finn');
  await send(page, 'before');
  await expect(messages(page).getByText('Delivered')).toBeVisible();
  await expect(page.getByText(/^\d+ people, \d+ online$/)).toBeVisible();
  await server.kill('SIGTERM');
  const banner = page.getByText('You are offline. What you write is sent as soon as you are back.');
  await expect(banner).toBeVisible();
  await expect(page.getByText(/^\d+ people$/)).toBeVisible();
  await expect(page.getByText(/\d online/)).toBeHidden();
  await write(page, 'while it was away');
  await once(page, 'while it was away');
  await expect(messages(page).getByText('Sending')).toBeVisible();
  await expectSound(page, 'conversation-offline');
  server = await runServer({ data: server.data, port: Number(new URL(server.origin).port) });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(banner).toBeHidden();
  await expect(page.getByText(/^\d+ people, \d+ online$/)).toBeVisible();
  await expect(messages(page).getByText('Sending')).toBeHidden();
  await once(page, 'while it was away');
  const talk = await finn.say('lou', 'and here I am');
  await finn.read(talk, 'while it was away');
  await once(page, 'and here I am');
});

test('an app that the server has outgrown says so, and a reload loses nothing', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await withoutSharedWorker(page.context());
  await createAccount(page, 'mia');
  await writeTo(page, 'finn');
  await send(page, 'before');
  await page.route('**/api/v1/instance', async (route) => {
    const answer = await route.fetch();
    const instance = (await answer.json()) as { protocol: { oldest: number } };
    await route.fulfill({ json: { ...instance, protocol: { ...instance.protocol, oldest: 1_000 } } });
  });
  await page.reload();
  const banner = page.getByRole('alert').filter({ hasText: 'Waxwing has been updated.' });
  await expect(banner).toBeVisible();
  await expectSound(page, 'conversation-outdated');
  await once(page, 'before');
  await write(page, 'written on the old one');
  await once(page, 'written on the old one');
  await page.unroute('**/api/v1/instance');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(banner).toBeHidden();
  await once(page, 'before');
  await once(page, 'written on the old one');
  await expect(messages(page).getByText('Sending')).toBeHidden();
});

test('the theme that was chosen is there before anything is drawn', async ({ browser }) => {
  const page = await profile(browser, server.origin, { colorScheme: 'dark' });
  await createAccount(page, 'nia');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('Light', { exact: true }).click();
  // The app itself never comes.
  await page.route('**/assets/index-*.js', () => undefined);
  await page.reload({ waitUntil: 'commit' });
  const desk = () => page.evaluate(() => document.body && getComputedStyle(document.body).backgroundColor);
  await expect.poll(desk).toBe('rgb(239, 236, 230)');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
