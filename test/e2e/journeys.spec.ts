import { type Page, expect, test } from '@playwright/test';
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
  // Nobody is there to write to yet.
  await page.getByRole('button', { name: 'Invite people' }).click();
  await expect(page.getByRole('button', { name: 'Make a link' })).toBeVisible();

  const other = await profile(browser, server.origin);
  await other.goto(link);
  await other.getByLabel('Username').fill('mallory');
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.getByRole('button', { name: 'Create account' }).click();
  await expect(other.getByRole('alert')).toContainText('link');
});

test('journey 2: two people write, reply, edit, react, read and delete; unread agrees', async ({ browser }) => {
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
  await amend(eva, finn);

  await pressTool(said('Yes, five minutes ago.'), 'Delete message');
  await finn.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(reply).toHaveCount(0);
  await expect(messages(eva).getByText('Deleted message')).toBeVisible();

  // An edited message takes with it what it said before.
  await pressTool(
    messages(eva).getByRole('article').filter({ hasText: 'Has the notary called back?' }),
    'Delete message',
  );
  await eva.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(messages(finn).getByText('Deleted message')).toHaveCount(2);
  for (const page of [eva, finn]) {
    await expect(messages(page).getByText('notary')).toHaveCount(0);
    await expect(messages(page).getByRole('button', { name: EDITED })).toHaveCount(0);
    await expect(messages(page).getByRole('list', { name: 'Reactions' })).toHaveCount(0);
  }

  await send(eva, 'Good night!');
  await expect(messages(finn).getByText('Good night!')).toBeVisible();
  await eva.getByRole('button', { name: 'Delete conversation' }).click();
  await eva.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(conversations(eva).getByRole('listitem')).toHaveCount(0);
  await expect(messages(finn).getByText('Good night!')).toHaveCount(0);
});

const EDITED = 'Edited. Show what it said before';

/** One edits what the other has quoted, by a key and by its tool, and both put emoji on it and take them off. */
async function amend(eva: Page, finn: Page): Promise<void> {
  const own = messages(eva)
    .getByRole('article')
    .filter({ hasText: /notary/ })
    .first();
  const theirs = messages(finn)
    .getByRole('article')
    .filter({ hasText: /notary/ })
    .first();
  const editing = eva.getByRole('textbox', { name: 'Editing' });
  await messageBox(eva).focus();
  await eva.keyboard.press('ArrowUp');
  await expect(editing).toHaveValue('Did the notary get back to you?');
  await editing.fill('Did the notary call?');
  await eva.keyboard.press('Enter');
  await expect(messageBox(eva)).toBeFocused();
  await expect(messages(finn).getByText('Did the notary call?', { exact: true })).toBeVisible();
  await own.hover();
  await own.getByRole('button', { name: 'Edit', exact: true }).click();
  await editing.fill('Has the notary called back?');
  await eva.getByRole('button', { name: 'Save' }).click();
  await expect(messages(finn).getByText('Has the notary called back?', { exact: true })).toBeVisible();
  for (const page of [eva, finn]) {
    await expect(messages(page).getByRole('button', { name: EDITED })).toHaveCount(1);
    await expect(messages(page).getByRole('button', { name: /: Has the notary called back\?$/ })).toHaveCount(1);
  }

  await theirs.getByRole('button', { name: EDITED }).click();
  await expect(finn.getByRole('dialog').getByRole('listitem')).toHaveText([
    /Now.*Has the notary called back\?$/,
    /Did the notary call\?$/,
    /Did the notary get back to you\?$/,
  ]);
  await finn.keyboard.press('Escape');

  const chip = (page: Page) => messages(page).getByRole('list', { name: 'Reactions' }).getByRole('button');
  await pressTool(theirs, 'React');
  await finn.getByRole('toolbar', { name: 'React' }).getByRole('button').first().click();
  await expect(chip(eva)).toHaveAttribute('title', 'finn');
  await chip(eva).click();
  await expect(chip(finn)).toHaveAttribute('title', 'finn, eva');
  await chip(finn).click();
  await expect(chip(eva)).toHaveAttribute('title', 'eva');
  await chip(eva).click();
  await expect(chip(finn)).toHaveCount(0);
  await pressTool(theirs, 'React');
  await finn.getByRole('toolbar', { name: 'React' }).getByRole('button').first().click();
  await expect(chip(eva)).toHaveAttribute('title', 'finn');
}

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
