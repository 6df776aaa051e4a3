import fs from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { PASSWORD, conversations, fillAccount, messageBox, profile, send } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// What the first admin does on the pages, and what others see of it at that moment.

let server: RunningServer;
let amara: Page;
let bram: Page;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ browser }) => {
  server = await runServer();
  amara = await profile(browser, server.origin);
  await amara.goto(server.setupLink ?? '');
  await fillAccount(amara, 'amara');
});
test.afterAll(() => server.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const toggle = (name: string) => amara.getByRole('switch', { name, exact: true });

async function go(...names: string[]): Promise<void> {
  await amara.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin', exact: true }).click();
  const pages = amara.getByRole('navigation', { name: 'Admin pages' });
  for (const name of names) await pages.getByRole('link', { name, exact: true }).click();
}

async function openPerson(name: string): Promise<void> {
  await go('People');
  await amara.getByLabel('Find a person').fill(name);
  await amara.getByRole('list', { name: 'People' }).getByRole('link', { name }).click();
  await expect(amara.getByRole('heading', { name: 'Rights' })).toBeVisible();
}

test('[003.4] an admin invites by a link that lets one person in', async ({ browser }) => {
  await go('Invitations');
  await button(amara, 'Make a link').click();
  const link = await amara.getByRole('textbox', { name: 'Link' }).inputValue();
  await amara.keyboard.press('Escape');
  await expect(amara.getByRole('list', { name: 'Open links' }).getByRole('listitem')).toHaveCount(1);
  bram = await profile(browser, server.origin);
  await bram.goto(link);
  await fillAccount(bram, 'bram');
  await expect(bram.getByRole('link', { name: 'Admin', exact: true })).toHaveCount(0);
  await bram.goto('/admin');
  await expect(bram.getByText('Only admins can see this page.')).toBeVisible();
});

test('[A24] [003.4] who waits for approval is let in without reloading, and is out when disabled', async ({
  browser,
}) => {
  await go();
  await toggle('Approval of new people').click();
  await expect(toggle('Approval of new people')).toBeChecked();
  const gerda = await profile(browser, server.origin);
  await gerda.goto('/register');
  await gerda.getByLabel('Username').fill('gerda');
  await gerda.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(gerda, 'Create account').click();
  await gerda.getByText('I have saved my recovery code').click();
  await button(gerda, 'Continue').click();
  await expect(gerda.getByRole('heading', { name: 'Almost there' })).toBeVisible();

  await go('People');
  await amara.getByLabel('Show').selectOption('pending');
  await button(amara, 'Approve gerda').click();
  await expect(gerda.getByRole('heading', { name: 'Inbox' })).toBeVisible();

  await openPerson('gerda');
  await button(amara, 'Disable').click();
  await expect(gerda.getByRole('heading', { name: 'Log in' })).toBeVisible();
  await expect(amara.getByText('gerda is logged out and cannot log in.')).toBeVisible();
  await button(amara, 'Enable').click();
  await expect(amara.getByText('gerda can log in again.')).toBeVisible();
});

test('[003.4] a made admin has the page at once, and the last one cannot leave it', async () => {
  await openPerson('amara');
  await button(amara, 'No longer an admin').click();
  await amara.getByRole('dialog').getByRole('button', { name: 'No longer an admin' }).click();
  await expect(amara.getByRole('dialog').getByRole('alert')).toBeVisible();
  await amara.keyboard.press('Escape');
  await openPerson('bram');
  await button(amara, 'Make admin').click();
  await expect(bram.getByRole('link', { name: 'Admin', exact: true })).toBeVisible();
});

test('[003.2] switches hold at once, the last way to log in stays on, and encryption off is asked for and said', async ({
  browser,
}) => {
  await go();
  await toggle('Registration').click();
  await expect(toggle('Registration')).not.toBeChecked();
  const stranger = await profile(browser, server.origin);
  await stranger.goto('/register');
  await expect(stranger.getByRole('heading', { name: 'Registration is closed' })).toBeVisible();

  await toggle('Certificate authentication').click();
  await expect(toggle('Certificate authentication')).not.toBeChecked();
  await toggle('Password authentication').click();
  await expect(amara.getByRole('alert')).toContainText('the last way to log in');
  await expect(toggle('Password authentication')).toBeChecked();

  await toggle('End-to-end encryption').click();
  await expect(toggle('End-to-end encryption')).toBeChecked();
  await button(amara, 'Turn encryption off').click();
  await expect(toggle('End-to-end encryption')).not.toBeChecked();
  await bram.goto('/u/gerda');
  await expect(bram.getByText('it can read what you write to each other')).toBeVisible();
  await button(bram, 'Message').click();
  await expect(messageBox(bram)).toBeVisible();
  await expect(bram.getByText('The server can read this conversation.')).toBeVisible();
  await expect(messageBox(bram)).toHaveAttribute('placeholder', 'Write to gerda (not encrypted)');
  await button(bram, 'Write anyway').click();
  await send(bram, 'Supper at seven?');
  await expect(conversations(bram).getByText('Not encrypted')).toBeVisible();
  await button(bram, 'New message').click();
  await expect(bram.getByText('Encryption is off: this server can read new conversations.')).toBeVisible();
  await bram.keyboard.press('Escape');
});

test('[003.2] limits and links change by keyboard alone, and the focus is not lost', async () => {
  await go('Limits');
  const most = amara.getByLabel('People at most (accounts)');
  await most.fill('none');
  await most.press('Enter');
  await expect(amara.getByText('Enter a whole number from 1 to 1,000,000.')).toBeVisible();
  await most.fill('500');
  await button(amara, 'Save').press('Enter');
  await expect(button(amara, 'Set no bound')).toBeVisible();
  await expect(most).toBeFocused();
  await expect(most).toHaveValue('500');

  await go('Invitations');
  await button(amara, 'Make a link').press('Enter');
  await expect(button(amara, 'Copy link')).toBeFocused();
  await amara.keyboard.press('Escape');
  await expect(button(amara, 'Make a link')).toBeFocused();
  await amara.getByRole('button', { name: 'Revoke: Invitation' }).press('Enter');
  await expect(amara.getByText('No link is open.')).toBeVisible();
  expect(await amara.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('[003.2] what was done stands in the audit log, which fits', async () => {
  await go('Audit log');
  await expect(amara.getByText('The log fits')).toBeVisible();
  const entries = amara.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
  await expect(entries.filter({ hasText: 'Switched off' }).filter({ hasText: 'End-to-end encryption' })).toContainText(
    'amara',
  );
  for (const act of ['Invitation made', 'Approved', 'Account disabled', 'Account enabled', 'Made admin'])
    await expect(entries.filter({ hasText: act }).first()).toContainText('amara');
  const [file] = await Promise.all([
    amara.waitForEvent('download'),
    amara.getByRole('link', { name: 'Export', exact: true }).click(),
  ]);
  const lines = fs
    .readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { number: number }).number)).toEqual(lines.map((_, at) => at + 1));
});

test('[003.4] who is not logged in logs in and is on the page of the user again', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await page.goto('/u/bram');
  await page.getByLabel('Username').fill('gerda');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Log in').click();
  await expect(page.getByRole('heading', { name: 'bram' })).toBeVisible();
  await page.goto('/u/nobody.here');
  await expect(page.getByRole('heading', { name: 'Nobody here is called nobody.here' })).toBeVisible();
});
