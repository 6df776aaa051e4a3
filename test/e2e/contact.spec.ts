import { type Locator, type Page, expect, test } from '@playwright/test';
import { createThread } from '../../src/protocol/api/threads.ts';
import { expectSound } from './support/looks.ts';
import { article, type CommentsWorld, commentsWorld, tag } from './support/otherSite.ts';
import { conversations, createAccount, messages, profile, send } from './support/people.ts';

// Rows 004: the contact form on a page of another site, from there to the inbox and back.

let world: CommentsWorld;
/** The web app of somebody who answers. */
let sam: Page;
test.beforeAll(async ({ browser }) => {
  // Nobody listens there: that there is a mail server is enough for the form to offer it.
  world = await commentsWorld({ mail: { url: 'smtp://127.0.0.1:9', from: 'waxwing@example.org' } });
  sam = await profile(browser, world.server.origin);
  await createAccount(sam, 'sam');
});
test.afterAll(() => world.close());

async function form(thread: string): Promise<string> {
  const about = { thread, mode: 'contact' as const, title: 'Write to us', policy: 'open' as const };
  const body = { ...about, sites: [world.site.origin], answerers: ['sam'] };
  await world.admin.api.call(createThread, { body });
  return world.site.put(`/${thread}`, article({ body: tag(world.server.origin, thread, 'data-mode="contact"') }));
}

const contactForm = (page: Page): Locator => page.getByRole('form', { name: 'Write to us' });

async function fill(page: Page, message: string): Promise<void> {
  await contactForm(page).getByLabel('Name', { exact: true }).fill('Vera');
  await contactForm(page).getByLabel('Surname').fill('Visitor');
  await contactForm(page).getByRole('textbox', { name: 'E-mail' }).fill('vera@example.org');
  await contactForm(page).getByLabel('Message').fill(message);
}

async function privateLinkOf(page: Page): Promise<string> {
  await expect(page.getByText('Keep this link: it is the only way to read the answer.')).toBeVisible();
  return page.getByLabel('Your private link').inputValue();
}

test('[004.5] contact: what is written on another site is read in the inbox, answered, and the answer read behind the link', async ({
  browser,
}) => {
  const visitor = await browser.newPage();
  await visitor.goto(await form('contact'));
  await expect(visitor.getByText('sealed in your browser')).toBeVisible();
  await fill(visitor, 'Do you repair pumps of 1990?');
  await contactForm(visitor).getByRole('button', { name: 'Send' }).click();
  const link = await privateLinkOf(visitor);
  expect(link).toMatch(new RegExp(`^${world.server.origin}/contact/[\\w-]{43}#[\\w-]{43}$`));

  const row = conversations(sam).getByRole('link').filter({ hasText: 'Vera Visitor' });
  await expect(row).toContainText('Do you repair pumps of 1990?');
  await row.click();
  await expect(sam.getByText('The server cannot read this.')).toBeVisible();
  await expect(sam.getByText('Vera Visitor reads it under a private link.')).toBeVisible();
  await expect(sam.getByText('vera@example.org')).toBeVisible();
  await expect(messages(sam).getByText('Vera Visitor · Visitor')).toBeVisible();
  await send(sam, 'We do. Bring it on Friday.');
  const answer = messages(sam).getByRole('article').filter({ hasText: 'Bring it on Friday' });
  await expect(answer).toContainText('Sent');

  await visitor.goto(link);
  const log = visitor.getByRole('log', { name: 'Conversation' });
  await expect(log.getByRole('article')).toHaveCount(2);
  await expect(log.getByRole('article').nth(1)).toContainText('We do. Bring it on Friday.');
  await expect(log.getByRole('article').nth(1)).toContainText('sam');
  await expect(answer).toContainText('Read');
  await visitor.getByLabel('Write again').fill('Thank you. <b>Until Friday</b>');
  await visitor.getByRole('button', { name: 'Send' }).click();
  await expect(log.getByRole('article')).toHaveCount(3);
  await expect(messages(sam).getByText('Thank you. <b>Until Friday</b>')).toBeVisible();

  await visitor.getByRole('button', { name: 'End this link' }).click();
  await visitor.getByRole('button', { name: 'End it' }).click();
  await expect(visitor.getByRole('alert')).toHaveText('This link has ended.');
  await visitor.goto(link);
  await visitor.reload();
  await expect(visitor.getByRole('alert')).toContainText('There is nothing here.');
  await visitor.close();
});

test('[004.5] without JavaScript the contact form says that it cannot be sealed, and has nothing to send', async ({
  browser,
}) => {
  await form('scriptless');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/public/scriptless`);
  await expect(page.getByText(/JavaScript/)).toBeVisible();
  await expect(page.locator('form, input, textarea, button')).toHaveCount(0);
  await context.close();
});

test('[004.5] the form stands on the server’s own page too, and nothing it does is against the page’s policy', async ({
  browser,
}) => {
  await form('at-home');
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => void said.push(message.text()));
  await page.goto(`${world.server.origin}/public/at-home`);
  await fill(page, 'From your own page.');
  await contactForm(page).getByRole('button', { name: 'Send' }).click();
  await page.goto(await privateLinkOf(page));
  await expect(page.getByRole('article')).toContainText('From your own page.');
  expect(said).toEqual([]);
  await page.close();
});

test('[004.6] the form and the page of the link are sound in every look', async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto(await form('looks'));
  await expect(contactForm(page)).toBeVisible();
  const box = contactForm(page).getByRole('checkbox', { name: 'Tell me by e-mail when there is an answer' });
  await expect(box).not.toBeChecked();
  await expect(box).toHaveAccessibleDescription(/The server is then told your e-mail address/);
  await expectSound(page, 'contact-form');
  await box.check();
  await fill(page, 'Is anybody there?');
  await contactForm(page).getByRole('button', { name: 'Send' }).click();
  const link = await privateLinkOf(page);
  await expectSound(page, 'contact-sent');
  await page.goto(link);
  await expect(page.getByRole('article')).toHaveCount(1);
  await expectSound(page, 'private-link');
  await page.close();
});
