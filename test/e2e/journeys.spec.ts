import { expect, test } from '@playwright/test';
import { type RunningServer, runServer } from '../support/command.ts';
import {
  PASSWORD,
  confirmRecoveryCode,
  conversations,
  createAccount,
  logIn,
  messageBox,
  messages,
  pressTool,
  profile,
  send,
  writeTo,
} from './support/people.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

test('journey 1: the one-time link makes the first admin, once', async ({ browser }) => {
  const link = server.setupLink ?? '';
  expect(link).toMatch(/\/setup#[\w-]{43}$/);
  const page = await profile(browser, server.origin);
  await page.goto(link);
  await page.getByLabel('Username').fill('amara');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await expect(page.getByRole('switch', { name: 'Registration' })).toBeChecked();
  await page.getByRole('button', { name: 'Create account' }).click();
  await confirmRecoveryCode(page);
  await expect(page.getByText('1 people, 1 online')).toBeVisible();
  expect(page.url()).not.toContain('#');

  const other = await profile(browser, server.origin);
  await other.goto(link);
  await other.getByLabel('Username').fill('mallory');
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: 'Create account' }).click();
  await expect(other.getByRole('alert')).toContainText('link');
});

test('journey 2: two people write, reply, read and delete; unread agrees', async ({ browser }) => {
  const [eva, finn] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(eva, 'eva');
  await createAccount(finn, 'finn');
  await writeTo(eva, 'finn');
  await expect(eva.getByText('End-to-end encrypted')).toBeVisible();
  await send(eva, 'Did the notary get back to you?');

  const row = conversations(finn).getByRole('listitem').filter({ hasText: 'eva' });
  await expect(row).toContainText('Did the notary get back to you?');
  await expect(row).toContainText('1');
  await expect(finn).toHaveTitle(/^\(1\) /);
  await row.click();
  await expect(messages(finn).getByText('Did the notary get back to you?')).toBeVisible();
  await expect(messages(eva).getByText(/Read/)).toBeVisible();
  await expect(finn).not.toHaveTitle(/^\(1\) /);

  const said = (text: string) => messages(finn).getByRole('article').filter({ hasText: text });
  await pressTool(said('Did the notary get back to you?'), 'Reply');
  await send(finn, 'Yes, five minutes ago.');
  const reply = messages(eva).getByText('Yes, five minutes ago.', { exact: true });
  await expect(reply).toBeVisible();
  await expect(messages(eva).getByText('Did the notary get back to you?')).toHaveCount(2);

  await pressTool(said('Yes, five minutes ago.'), 'Delete message');
  await finn.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(reply).toHaveCount(0);
  await expect(messages(eva).getByText('Deleted message')).toBeVisible();

  await eva.getByRole('button', { name: 'Delete conversation' }).click();
  await eva.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(conversations(eva).getByRole('listitem')).toHaveCount(0);
  await expect(messages(finn).getByText('Did the notary get back to you?')).toHaveCount(0);
});

test('journey 3: a second browser with the password alone reads everything; so does the recovery code', async ({
  browser,
}) => {
  const [gil, hana] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  const code = await createAccount(gil, 'gil');
  await createAccount(hana, 'hana');
  await writeTo(hana, 'gil');
  for (const text of ['one of old', 'two of old', 'three of old']) await send(hana, text);
  await expect(conversations(gil).getByText('three of old')).toBeVisible();

  const second = await profile(browser, server.origin);
  await logIn(second, 'gil', 'not the password at all');
  await expect(second.getByRole('alert')).toBeVisible();
  await expect(second.getByLabel('Username')).toHaveValue('gil');
  await logIn(second, 'gil');
  await conversations(second).getByText('three of old').click();
  for (const text of ['one of old', 'two of old', 'three of old']) {
    await expect(messages(second).getByText(text, { exact: true })).toBeVisible();
  }

  const third = await profile(browser, server.origin);
  await third.goto('/');
  await third.getByRole('link', { name: 'Forgot your password?' }).click();
  await third.getByLabel('Username').fill('gil');
  await third.getByLabel('Recovery code').fill(code);
  await third.getByLabel('New password').fill('a new password for gil');
  await third
    .getByRole('button', { name: /recover|set|continue|log in/i })
    .first()
    .click();
  await conversations(third).getByText('three of old').click();
  await expect(messages(third).getByText('one of old', { exact: true })).toBeVisible();
});

test('a reload and a second tab show the same, and nothing twice', async ({ browser }) => {
  const [ida, jon] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(ida, 'ida');
  await createAccount(jon, 'jon');
  await writeTo(ida, 'jon');
  await send(ida, 'before the reload');
  await ida.reload();
  await expect(messages(ida).getByText('before the reload', { exact: true })).toHaveCount(1);
  const tab = await ida.context().newPage();
  await tab.goto(ida.url());
  await expect(messages(tab).getByText('before the reload', { exact: true })).toHaveCount(1);
  await send(tab, 'from the other tab');
  await expect(messages(ida).getByText('from the other tab', { exact: true })).toHaveCount(1);
  await expect(messageBox(ida)).toBeVisible();
});
