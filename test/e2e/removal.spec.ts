import { type Page, expect, test } from '@playwright/test';
import { adminLink } from '../support/admin.ts';
import { expectSound } from './support/looks.ts';
import {
  PASSWORD,
  confirmRecoveryCode,
  conversations,
  createAccount,
  logIn,
  messages,
  profile,
  send,
  writeTo,
} from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// What a person does about their devices, password, recovery code and identity, with real browsers.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const NEXT = 'four other birds tonight';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const inbox = (page: Page) => page.getByRole('heading', { name: 'Inbox' });
const gate = (page: Page) => page.getByRole('heading', { name: 'Log in' });
/** What the browser keeps of accounts: a database for each, beside the one that says who is logged in. */
/** Beside what every device has: its own keys, and how it shows notifications, which a log-out empties. */
const kept = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases())
      .map(({ name }) => name)
      .filter((name) => name !== 'waxwing.device' && name !== 'waxwing-notices'),
  );

async function settings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();
}

async function confirm(page: Page, name: string, password = PASSWORD): Promise<void> {
  await dialog(page).getByLabel('Password', { exact: true }).fill(password);
  await dialog(page).getByRole('button', { name }).click();
}

test('a removed device says so and is empty; the one that removed it goes on', async ({ browser }) => {
  const [page, contact] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(page, 'noor');
  await createAccount(contact, 'omar');
  await writeTo(page, 'omar');
  await send(page, 'before the removal');
  const lost = await profile(browser, server.origin);
  await logIn(lost, 'noor');
  await expect(conversations(lost).getByText('before the removal')).toBeVisible();
  expect(await kept(lost)).toHaveLength(1);
  await button(page, 'Dismiss').click();

  await settings(page);
  await button(page, 'Remove Chrome on Linux').click();
  await confirm(page, 'Remove device', 'not the password at all');
  await expect(dialog(page).getByRole('alert')).toContainText('That is not your password.');
  await confirm(page, 'Remove device');
  await expect(dialog(page)).toBeHidden();
  await expect(button(page, 'Remove Chrome on Linux')).toHaveCount(0);

  await expect(lost.getByText('This device was removed from your account.')).toBeVisible();
  await expect(gate(lost)).toBeVisible();
  await expect.poll(() => kept(lost)).toEqual([]);
  await expectSound(lost, 'login-removed');
  await lost.reload();
  await expect(gate(lost)).toBeVisible();

  await page.getByRole('link', { name: 'Inbox' }).click();
  await conversations(page).getByText('omar').click();
  await send(page, 'after the removal');
  await expect(conversations(contact).getByText('after the removal')).toBeVisible();
});

test('a new password, a new recovery code, and everything logged out', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  const oldCode = await createAccount(page, 'pia');
  await settings(page);
  await button(page, 'Change password').click();
  await dialog(page).getByLabel('Current password').fill(PASSWORD);
  await dialog(page).getByLabel('New password').fill(NEXT);
  await dialog(page).getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password has been changed.')).toBeVisible();

  await button(page, 'New recovery code').click();
  await confirm(page, 'Continue', NEXT);
  const newCode = (await dialog(page).getByTestId('recovery-code').innerText()).replaceAll(/\s+/g, '');
  await dialog(page).getByText('I have saved my recovery code').click();
  await button(page, 'Continue').click();
  await expect(page.getByText('The new recovery code is in force.')).toBeVisible();

  const second = await profile(browser, server.origin);
  await logIn(second, 'pia');
  await expect(second.getByRole('alert')).toContainText('This username and password do not go together.');
  await logIn(second, 'pia', NEXT);
  await expect(inbox(second)).toBeVisible();
  await button(page, 'Log out everywhere').click();
  await confirm(page, 'Log out everywhere', NEXT);
  for (const one of [page, second]) {
    await expect(gate(one)).toBeVisible();
    await expect.poll(() => kept(one)).toEqual([]);
  }

  const recover = async (code: string): Promise<void> => {
    await page.goto('/recover');
    await page.getByLabel('Username').fill('pia');
    await page.getByLabel('Recovery code').fill(code);
    await page.getByLabel('New password').fill(PASSWORD);
    await button(page, 'Set new password').click();
  };
  await recover(oldCode);
  await expect(page.getByRole('alert')).toContainText('This username and recovery code do not go together.');
  await recover(newCode);
  await expect(inbox(page)).toBeVisible();
});

test('a reset makes a new identity: the contact is told, accepts, and the talk goes on', async ({ browser }) => {
  const [page, contact] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(page, 'rosa');
  await createAccount(contact, 'sven');
  await writeTo(page, 'sven');
  await send(page, 'from the old rosa');
  await conversations(contact).getByText('from the old rosa').click();
  await send(contact, 'hello old rosa');
  await expect(messages(page).getByText('hello old rosa', { exact: true })).toBeVisible();

  const fresh = await profile(browser, server.origin);
  await fresh.goto(`/reset#${await adminLink(server, { act: 'reset', name: 'rosa' })}`);
  await fresh.getByLabel('New password').fill(NEXT);
  await button(fresh, 'Reset my account').click();
  await confirmRecoveryCode(fresh);
  expect(fresh.url()).not.toContain('#');
  await expect(gate(page)).toBeVisible();
  await expect(messages(page)).toHaveCount(0);

  const told = contact.getByRole('alert').filter({ hasText: 'rosa has a new identity.' });
  await expect(told).toBeVisible();
  await contact.getByRole('textbox', { name: 'Message' }).fill('is that you?');
  await expect(button(contact, 'Send')).toBeDisabled();
  await expectSound(contact, 'conversation-identity');
  await button(contact, 'Compare safety number').click();
  await expect(
    dialog(contact)
      .getByText(/^\d{5} /)
      .first(),
  ).toBeVisible();
  await contact.keyboard.press('Escape');
  await button(contact, 'Accept').click();
  await expect(told).toBeHidden();
  await button(contact, 'Send').click();
  await expect(messages(contact).getByText('rosa has a new identity', { exact: true })).toBeVisible();

  await conversations(fresh).getByText('is that you?').click();
  await expect(messages(fresh).getByText('is that you?', { exact: true })).toBeVisible();
  await expect(messages(fresh).getByText('hello old rosa')).toHaveCount(0);
  await send(fresh, 'it is me');
  await expect(messages(contact).getByText('it is me', { exact: true })).toBeVisible();
});
