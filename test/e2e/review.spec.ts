import { type Page, expect, test } from '@playwright/test';
import { Comment } from '../../src/protocol/comments.ts';
import { z } from 'zod';
import { type TestServer, bootServer } from '../support/server.ts';
import { expectSound } from './support/looks.ts';
import { createAccount, fillAccount, profile } from './support/people.ts';
import { quickPages } from './support/quickBuild.ts';

// What visitors write, as the one who reviews it sees it: a real server, visitors that send by HTTP, a browser.

let server: TestServer;
let page: Page;
test.beforeAll(async ({ browser }) => {
  server = await bootServer({ pages: quickPages() });
  await publicComments(true);
  page = await profile(browser, server.origin);
  await page.goto(server.setupLink ?? '');
  await fillAccount(page, 'amara');
});
test.afterAll(() => server.close());

const publicComments = (on: boolean) => server.admin({ act: 'set', switch: 'public-comments', on });
const button = (name: string, on: Page = page) => on.getByRole('button', { name, exact: true });
const article = (text: string) => page.getByRole('article').filter({ hasText: text });

/** A visitor's program writes, without any proof of work. */
async function write(thread: string, message: string, name = 'Ida'): Promise<void> {
  const response = await fetch(`${server.origin}/public/${encodeURIComponent(thread)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ name, email: `${name.toLowerCase()}@example.org`, message }),
  });
  expect(response.status, await response.clone().text()).toBe(201);
}

/** What everybody can read there. */
async function shown(thread: string): Promise<string[]> {
  const response = await fetch(`${server.origin}/public/${encodeURIComponent(thread)}`, {
    headers: { accept: 'application/json' },
  });
  expect(response.status).toBe(200);
  return z
    .object({ comments: z.array(Comment) })
    .parse(await response.json())
    .comments.map(({ message }) => message);
}

test('[004.1] a thread is made, what comes waits in the queue and in the inbox, and is approved by one key', async () => {
  test.setTimeout(120_000);
  await publicComments(false);
  await page.getByRole('link', { name: 'Public' }).click();
  await expect(page.getByRole('link', { name: 'Turn them on under Admin' })).toBeVisible();
  await expectSound(page, 'public, off');
  await publicComments(true);
  await page.reload();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Turn them on under Admin' })).toBeHidden();

  await button('New thread').click();
  await button('Make thread').click();
  await expect(page.getByText('Lower-case letters, digits')).toBeVisible();
  await page.getByLabel('Name, or address of the page').fill('Guestbook');
  await page.getByLabel('Title').fill('Guest book');
  await page.getByLabel('Sites that may show it').fill('example.org');
  await button('Make thread').click();
  await expect(page.getByText('example.org is not the address of a site')).toBeVisible();
  await page.getByLabel('Sites that may show it').fill('https://example.org/blog');
  await button('Make thread').click();
  await expect(page.getByRole('heading', { name: 'Guest book', level: 1 })).toBeVisible();
  await button('Settings').click();
  await expect(page.getByRole('dialog').getByText('data-thread="guestbook"')).toBeVisible();
  await expect(page.getByLabel('Sites that may show it')).toHaveValue('https://example.org');
  await button('Close').click();

  await write('guestbook', 'a lovely place');
  await write('guestbook', 'buy our stoves', 'Bo');
  await write('guestbook', 'cheaper stoves', 'Bo');
  await expect(article('cheaper stoves')).toContainText('Sent without proof of work');
  await expectSound(page, 'public');
  expect(await shown('guestbook')).toEqual([]);

  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  const notices = page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: /^Comments/ });
  await expect(notices).toContainText('3 unread');
  await notices.click();
  await expect(page.getByRole('log', { name: 'Messages' }).getByRole('article')).toHaveCount(3);
  await expect(article('a lovely place')).toContainText('Ida on Guest book');
  await expect(notices).not.toContainText('unread');
  await expectSound(page, 'notices');
  await article('a lovely place').getByRole('link', { name: 'Review' }).click();

  await article('a lovely place').focus();
  await page.keyboard.press('a');
  await expect(article('a lovely place')).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Approved' })).toBeVisible();
  expect(await shown('guestbook')).toEqual(['a lovely place']);
  await expect(article('buy our stoves')).toBeFocused();
  await page.keyboard.press('u');
  await expect(article('a lovely place')).toBeVisible();
  expect(await shown('guestbook')).toEqual([]);
  await article('a lovely place').getByRole('button', { name: 'Approve' }).click();
  await expect(article('a lovely place')).toBeHidden();

  await article('buy our stoves').focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('checkbox', { name: 'From bo@example.org' })).toBeChecked();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(article('buy our stoves')).toBeHidden();
  await write('guestbook', 'and stoves again', 'Bo');
  await article('cheaper stoves').focus();
  await page.keyboard.press('Delete');
  await button('Delete for ever').click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await page.getByRole('link', { name: /^Spam/ }).click();
  await expect(article('buy our stoves')).toBeVisible();
  await expect(article('and stoves again')).toBeVisible();
  expect(await shown('guestbook')).toEqual(['a lovely place']);

  await button('Blocked').click();
  await button('Remove the block of bo@example.org').click();
  await expect(page.getByText('Nothing is blocked.')).toBeVisible();
  await page.getByLabel('Word, e-mail address, @domain or network address').fill('casino');
  await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toContainText(['casino']);
  await page.keyboard.press('Escape');
});

test('pages of a site have threads by themselves, and a thread is removed with everything in it', async () => {
  await page.getByRole('link', { name: 'Public' }).click();
  await button('Sites').click();
  await page.getByLabel('Add a site').fill('https://blog.example.org/about');
  await button('Add').click();
  await expect(page.getByRole('dialog').getByText('https://blog.example.org', { exact: true })).toBeVisible();
  await expect(page.getByRole('dialog').getByText('0 threads')).toBeVisible();
  await page.getByLabel('New comments on https://blog.example.org').selectOption('open');
  await page.keyboard.press('Escape');
  await write('https://blog.example.org/2026/a-stove', 'does it take wet wood?');
  await page
    .getByRole('list', { name: 'Threads' })
    .getByRole('link', { name: /a-stove/ })
    .click();
  await expect(article('does it take wet wood?')).toBeVisible();
  await page.reload();
  await expect(article('does it take wet wood?')).toBeVisible();
  await button('Settings').click();
  await button('Remove thread').click();
  await page.getByRole('dialog').last().getByRole('button', { name: 'Remove thread' }).click();
  await expect(page.getByRole('link', { name: /a-stove/ })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'All comments' })).toBeVisible();
});

test('who is no admin reviews nothing', async ({ browser }) => {
  const bram = await profile(browser, server.origin);
  await createAccount(bram, 'bram');
  await expect(bram.getByRole('link', { name: 'Settings' })).toBeVisible();
  await expect(bram.getByRole('link', { name: 'Public' })).toHaveCount(0);
  await bram.goto('/comments');
  await expect(bram.getByText('Only admins review what visitors write.')).toBeVisible();
  await bram.close();
});
