import { type Locator, type Page, expect, test } from '@playwright/test';
import { type Other, newOther } from './support/headless.ts';
import { expectFocusShown, tabTo } from './support/keys.ts';
import { PASSWORD, conversations, messageBox, messages, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// Journey 2 with nothing but a keyboard.

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

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });
const articles = (page: Page) => messages(page).getByRole('article');

test('an account, a talk and the way out, by keyboard alone', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  const { keyboard } = page;
  await page.goto('/');
  await expect(page.getByLabel('Username')).toBeFocused();
  expect(await tabTo(page, page.getByRole('link', { name: 'Create your account' }))).toEqual([
    'Password',
    'Show what you typed',
    'Log in',
    'Log in with another device',
    'Forgot your password?',
  ]);
  await keyboard.press('Enter');
  await expect(page.getByLabel('Username')).toBeFocused();
  await keyboard.type('eva');
  await keyboard.press('Tab');
  await keyboard.type(PASSWORD);
  await tabTo(page, button(page, 'Show what you typed'));
  await keyboard.press('Enter');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text');
  await tabTo(page, button(page, 'Create account'));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'Save your recovery code' })).toBeFocused();
  expect(await tabTo(page, page.getByRole('checkbox', { name: 'I have saved my recovery code' }))).toEqual([
    'Copy',
    'Print',
  ]);
  await keyboard.press('Space');
  expect(await tabTo(page, button(page, 'Continue'))).toEqual([]);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();

  expect(await tabTo(page, button(page, 'New message'))).toEqual(['Inbox', 'Rooms', 'Streams', 'Settings']);
  await keyboard.press('Enter');
  await expect(page.getByLabel('To', { exact: true })).toBeFocused();
  await expectFocusShown(page);
  await keyboard.type('finn');
  await keyboard.press('Enter');
  await expect(messageBox(page)).toBeFocused();
  await keyboard.type('Did the notary');
  await keyboard.press('Shift+Enter');
  await keyboard.type('get back to you?');
  await keyboard.press('Enter');
  const question = 'Did the notary\nget back to you?';
  await expect(articles(page)).toHaveCount(1);
  await expect(messageBox(page)).toHaveValue('');

  const talk = await finn.say('eva');
  await finn.read(talk, question);
  await expect(articles(page).getByText('Read')).toBeVisible();
  await finn.reply(talk, question, 'Yes, five minutes ago.');
  const answer = articles(page).filter({ hasText: 'Yes, five minutes ago.' });
  await expect(answer).toBeVisible();
  await expect(messageBox(page)).toBeFocused();

  // Read it in the log, follow its quote, and answer it.
  await tabTo(page, answer, 'Shift+Tab');
  await keyboard.press('ArrowUp');
  await expect(articles(page).first()).toBeFocused();
  await expectFocusShown(page);
  await keyboard.press('ArrowDown');
  await expect(answer).toBeFocused();
  await tabTo(page, button(answer, 'Reply'));
  await keyboard.press('Enter');
  await expect(messageBox(page)).toBeFocused();
  await expect(page.getByText('Reply to Finn Aas')).toBeVisible();
  await keyboard.type('All three pages need initials.');
  await keyboard.press('Enter');
  const reply = articles(page).filter({ hasText: 'All three pages need initials.' });
  await expect(reply.getByText('Finn Aas: Yes, five minutes ago.')).toBeVisible();

  await expect(reply.getByText(/Sent|Delivered|Read/)).toBeVisible();
  await tabTo(page, button(reply, 'Delete message'), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(button(page, 'Cancel')).toBeFocused();
  expect(await tabTo(page, button(page, 'Delete for everyone'))).toEqual(['Delete for me']);
  await keyboard.press('Enter');
  await expect(messages(page).getByText('Deleted message')).toBeVisible();
  await expect(messageBox(page)).toBeFocused();

  await tabTo(page, button(page, 'Delete conversation'), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(button(page, 'Cancel')).toBeFocused();
  await tabTo(page, button(page, 'Delete for everyone'));
  await keyboard.press('Enter');
  await expect(page.getByText('No conversations yet.')).toBeVisible();
  await expect(conversations(page)).toHaveCount(0);
  await expectFocusShown(page);

  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeFocused();
  expect(await tabTo(page, page.getByRole('link', { name: 'Settings' }), 'Shift+Tab')).toEqual([]);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  expect(await tabTo(page, button(page, 'Log out'))).toEqual([
    'You and others',
    'Messages',
    'How it looks',
    'Logging in',
    'This browser',
    'Your account',
    'Display name',
    'Save',
    'Your page',
    'Read receipts',
    'Show when I am online',
    'Notify me on this device',
    'Quiet hours',
    'Enter sends',
    'Show the keys',
    'Keep messages of rooms on this device for search',
    'As the system',
    'As the system',
    'Comfortable',
    'Language',
    'Link a device',
    'Change password',
    'New recovery code',
    'Public keys',
    'Ask the browser to keep it',
    'Save as a page',
    'Save as JSON',
  ]);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  await expect(page.getByLabel('Username')).toBeFocused();
});
