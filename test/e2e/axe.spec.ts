import { type Page, expect, test } from '@playwright/test';
import { adminLink } from '../support/admin.ts';
import { type Other, newOther } from './support/headless.ts';
import { expectSound } from './support/looks.ts';
import {
  PASSWORD,
  conversations,
  createAccount,
  logIn,
  messageBox,
  messages,
  pickMore,
  pressTool,
  profile,
  send,
  writeTo,
} from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { withoutSharedWorker } from './support/worlds.ts';

// Every page and state of the app, reached as a person reaches it, is sound in every look.

test.describe.configure({ mode: 'parallel' });

let server: RunningServer;
let lena: Other;
let bram: Other;
test.beforeAll(async () => {
  server = await runServer();
  [lena, bram] = await Promise.all([
    newOther(server.origin, 'lena', 'Lena Nord'),
    newOther(server.origin, 'bram', 'Bram Kessler'),
  ]);
});
test.afterAll(async () => {
  for (const other of [lena, bram]) other.close();
  await server.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const alert = (page: Page) => page.getByRole('alert').first();

async function dialog(page: Page, opener: string, name: string): Promise<void> {
  await button(page, opener).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectSound(page, name);
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

test('the gate is sound', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  await expectSound(page, 'login');
  await logIn(page, 'lena', 'not the password at all');
  await alert(page).waitFor();
  await expectSound(page, 'login-wrong');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expectSound(page, 'recover');

  await page.goto('/register');
  await page.getByLabel('Username').fill('lena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Create account').click();
  await expect(alert(page)).toContainText('Somebody has that name already');
  await expectSound(page, 'register-taken');
  await page.getByLabel('Username').fill('gerda');
  await button(page, 'Create account').click();
  await expect(page.getByRole('checkbox')).toBeVisible();
  await expectSound(page, 'recovery-code');
  await page.getByText('I have saved my recovery code').click();
  await button(page, 'Continue').click();
  await expect(page.getByText('No conversations yet.')).toBeVisible();
  await expectSound(page, 'inbox-empty');
});

test('the pages that links lead to are sound', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await page.goto(server.setupLink ?? '');
  await expect(page.getByRole('switch', { name: 'Registration' })).toBeVisible();
  await expectSound(page, 'setup');
  await page.goto(`/join#${await adminLink(server, { act: 'invite' })}`);
  await expect(page.getByText('You have been invited.')).toBeVisible();
  await expectSound(page, 'join');
  await page.goto(`/reset#${await adminLink(server, { act: 'reset', name: 'lena' })}`);
  await expect(page.getByRole('heading', { name: 'Start again as yourself' })).toBeVisible();
  await expectSound(page, 'reset');
  await page.goto('/join');
  await expect(page.getByRole('heading', { name: 'This link is not complete' })).toBeVisible();
  await expectSound(page, 'link-incomplete');
  // The address is corrected in the same tab.
  await page.goto('/join#not-a-token-of-this-server');
  await fillUntilAlert(page);
  await expectSound(page, 'link-spent');
  await createAccount(page, 'linus');
  await page.goto('/join#something');
  await expect(page.getByRole('heading', { name: 'You are logged in as linus' })).toBeVisible();
  await expectSound(page, 'already-in');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expectSound(page, 'not-found');
});

async function fillUntilAlert(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('mallory');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Create account').click();
  await alert(page).waitFor();
}

test('the inbox and a conversation are sound in all their states', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await withoutSharedWorker(page.context());
  await createAccount(page, 'amara');
  await dialog(page, 'New message', 'new-message');
  await page.getByLabel('To', { exact: true }).fill('nobody-of-that-name');
  await page.keyboard.press('Enter');
  await alert(page).waitFor();
  await expectSound(page, 'new-message-unknown');
  await closeDialog(page);

  await lena.say('amara', 'Saturday works for me.');
  const talk = await bram.say('amara', 'Morning! Did the notary get back to you?');
  await conversations(page).getByText('Bram Kessler').click();
  await send(page, 'Yes, five minutes ago. All three pages need initials.');
  await bram.read(talk, 'Yes, five minutes ago. All three pages need initials.');
  await send(page, 'Not this one');
  const mistake = messages(page).getByRole('article').filter({ hasText: 'Not this one' });
  await mistake.hover();
  await expectSound(page, 'conversation-tools');
  await pressTool(mistake, 'Delete message');
  await expectSound(page, 'delete-message');
  await button(page, 'Delete for everyone').click();
  await expect(messages(page).getByText('Deleted message')).toBeVisible();
  await pressTool(messages(page).getByRole('article').filter({ hasText: 'Morning!' }).first(), 'Reply');
  await messageBox(page).fill('They also asked\nfor the original of page two.');
  await expectSound(page, 'conversation-reply');
  await button(page, 'Send').click();
  await expect(messages(page).getByText('They also asked')).toBeVisible();
  await dialog(page, 'Delete conversation', 'delete-conversation');
  await closeDialog(page);
  await button(page, 'More').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectSound(page, 'conversation-menu');
  await page.keyboard.press('Escape');
  await pickMore(page, 'Safety number');
  await expectSound(page, 'safety-number');
  await closeDialog(page);

  await page.getByRole('link', { name: 'Inbox' }).click();
  await bram.say('amara', 'The signed draft is on its way. Have a look?', 'No hurry, tonight is fine.');
  await expect(page).toHaveTitle('(3) Waxwing');
  await expectSound(page, 'inbox');
  await conversations(page).getByText('Bram Kessler').click();
  await expect(messages(page).getByText('2 new')).toBeVisible();
  await expectSound(page, 'conversation-unread');

  await page.route('**/epochs', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', json: refusal }),
  );
  const kim = await newOther(server.origin, 'kim');
  await writeTo(page, 'kim');
  await expect(page.getByText('Say hello to kim.')).toBeVisible();
  await expectSound(page, 'conversation-empty');
  await send(page, 'Hello Kim');
  await expect(button(page, 'Retry')).toBeVisible();
  await expectSound(page, 'conversation-failed');
  kim.close();

  await page.goto('/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(page.getByRole('heading', { name: 'This conversation is not on this device' })).toBeVisible();
  await expectSound(page, 'conversation-missing');
});

const refusal = { type: 'about:blank', title: 'Refused', status: 403, code: 'forbidden' };

test('the settings are sound with every dialog', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'noor');
  const second = await profile(browser, server.origin);
  await logIn(second, 'noor');
  await expect(second.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();
  await expectSound(page, 'settings');
  await dialog(page, 'Remove Chrome on Linux', 'settings-remove');
  await closeDialog(page);
  await dialog(page, 'Change password', 'settings-password');
  await closeDialog(page);
  await dialog(page, 'Log out everywhere', 'settings-everywhere');
  await button(page, 'Log out everywhere').last().click();
  await alert(page).waitFor();
  await expectSound(page, 'settings-everywhere-wrong');
  await closeDialog(page);
  await button(page, 'New recovery code').click();
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('recovery-code')).toBeVisible();
  await expectSound(page, 'settings-code');
});
