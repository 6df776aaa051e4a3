import { expect, test } from '@playwright/test';
import { bringAnswers } from '../support/brought.ts';
import { Visitor, written } from '../support/visitor.ts';
import {
  article,
  articleOf,
  comments,
  type CommentsWorld,
  commentsWorld,
  expectWritten,
  mainForm,
  tag,
  write,
} from './support/otherSite.ts';

// Rows 004: one tag on a page of another site.

let world: CommentsWorld;
test.beforeAll(async () => {
  world = await commentsWorld();
});
test.afterAll(() => world.close());

/** A page of the other site with the tag, or whatever body. */
const put = (key: string, body = tag(world.server.origin, key)): string => world.site.put(`/${key}`, article({ body }));

test('[004.1] a visitor comments, an admin approves, others read it, answer it and are nested three deep', async ({
  browser,
}) => {
  await world.thread('pumps', 'approval');
  const address = put('pumps');
  const ada = await browser.newPage();
  await ada.goto(address);
  await expect(ada.getByText('No comments yet')).toBeVisible();
  await write(mainForm(ada), 'We replaced ours last spring.');
  await expectWritten(ada, 'We replaced ours last spring.');
  await expect(articleOf(ada, 'We replaced ours last spring.')).toContainText('Waiting for review');
  await expect(ada.getByRole('status')).toHaveText('Thank you. Your comment will be shown after a review.');
  await expect(mainForm(ada).getByLabel('Message')).toHaveValue('');

  const bram = await browser.newPage();
  await bram.goto(address);
  await expect(bram.getByText('No comments yet')).toBeVisible();
  await world.approve('pumps');
  const answers = ['We replaced ours last spring.', 'Which one?', 'The small one.', 'So did we.'];
  for (const [at, text] of answers.slice(1).entries()) {
    await bram.reload();
    const answered = articleOf(bram, answers[at] ?? '');
    await expect(answered).not.toContainText('Waiting for review');
    await answered.getByRole('button', { name: 'Reply' }).click();
    await write(bram.getByRole('form', { name: 'Reply to' }), text, 'Bram');
    await expectWritten(bram, text);
    await world.approve('pumps');
  }
  await bram.reload();
  await expect(comments(bram).getByRole('heading')).toHaveText('4 comments');
  await expect(bram.locator('ol.top > li > ol > li > ol > li > article .text')).toHaveText(answers.slice(2));
  await ada.close();
  await bram.close();
});

test('[004.1] past the hundredth answer the rest is shown when somebody asks for it, in its order', async ({
  page,
}) => {
  await world.thread('argued');
  await bringAnswers(world.server, 'argued', 103);
  await page.goto(put('argued'));
  const answers = page.locator('ol.top > li > ol > li > article');
  await expect(answers).toHaveCount(100);
  await page.getByRole('button', { name: '3 more answers' }).click();
  await expect(answers).toHaveCount(103);
  await expect(answers.nth(100)).toBeFocused();
  await expect(answers.last()).toContainText('Answer 103');
  await expect(page.getByRole('button', { name: /more answers/ })).toHaveCount(0);
});

test('[004.3] what is wrong is said at its field, what was typed stays, and a reload within the tab keeps it', async ({
  page,
}) => {
  await world.thread('problems');
  await page.goto(put('problems'));
  const form = mainForm(page);
  await form.getByLabel('E-mail').fill('nobody@');
  await form.getByLabel('Message').fill('I have a question.');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription('Enter your name.');
  await expect(form.getByLabel('E-mail')).toHaveAccessibleDescription(/^never shown This is not an e-mail address/);
  await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Surname')).not.toHaveAttribute('aria-invalid');
  await expect(page.getByRole('status')).toHaveText('Not sent yet: please look at the marked fields.');
  await page.reload();
  await expect(form.getByLabel('E-mail')).toHaveValue('nobody@');
  await expect(form.getByLabel('Message')).toHaveValue('I have a question.');
  await form.getByLabel('Message').fill('x'.repeat(10_001));
  await expect(form.getByLabel('Message')).toHaveAccessibleDescription('1 character too many');
  await form.getByLabel('Name', { exact: true }).fill('Ada');
  await form.getByLabel('E-mail').fill('ada@example.org');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByLabel('Message')).toHaveAccessibleDescription(/This is too long/);
  // Set right before it was said to be wrong, as by somebody who does not wait.
  await form.getByLabel('Message').evaluate((box: HTMLTextAreaElement) => (box.value = 'I have a question.'));
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByLabel('Message')).toHaveValue('');
  await expect(form.getByLabel('Message')).not.toHaveAttribute('aria-invalid');
});

test('[O3] nothing is stored before somebody types, and no cookie on a page without HTTPS', async ({ page }) => {
  await world.thread('quiet');
  await page.goto(put('quiet'));
  await mainForm(page).getByLabel('Message').click();
  const kept = () => page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]);
  expect(await kept()).toEqual([0, 0, '']);
  expect(await page.context().cookies()).toEqual([]);
  await write(mainForm(page), 'Something.');
  await expectWritten(page, 'Something.');
  await expect(articleOf(page, 'Something.').getByRole('button')).toHaveText(['Reply']);
  expect(await kept()).toEqual([0, 0, '']);
  expect(await page.context().cookies()).toEqual([]);
});

test('[M57] [004.5] what fills the field that nobody sees looks sent and is not stored', async ({ page }) => {
  await world.thread('honey');
  await page.goto(put('honey'));
  await page.locator('input[name=website]').fill('https://example.org', { force: true });
  await write(mainForm(page), 'Buy this.');
  await expectWritten(page, 'Buy this.');
  expect(await new Visitor(`http://localhost:${world.server.port}`).page('honey')).toMatchObject({ count: 0 });
  await page.reload();
  await expect(page.getByText('No comments yet')).toBeVisible();
});

test('a second comment in a row is no trouble: the form gets a fresh token', async ({ page }) => {
  await world.thread('again');
  await page.goto(put('again'));
  await write(mainForm(page), 'First.');
  await expectWritten(page, 'First.');
  await write(mainForm(page), 'Second.');
  await expectWritten(page, 'Second.');
  await page.reload();
  await expect(comments(page).getByRole('heading')).toHaveText('2 comments');
});

test("comments come in pages, by oldest or newest, in the page's order", async ({ page }) => {
  await world.thread('many');
  const visitor = new Visitor(`http://localhost:${world.server.port}`);
  for (let number = 1; number <= 53; number++) await visitor.post('many', { ...written, message: `Comment ${number}` });
  await world.approve('many');
  await page.goto(put('many', tag(world.server.origin, 'many', 'data-order="newest"')));
  await expect(comments(page).getByRole('heading')).toHaveText('53 comments');
  const shown = page.locator('.text');
  await expect(shown).toHaveCount(50);
  await expect(shown.first()).toHaveText('Comment 53');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(shown).toHaveCount(53);
  await expect(articleOf(page, 'Comment 3')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden();
  await page.getByLabel('Order').selectOption('Oldest first');
  await expect(shown.first()).toHaveText('Comment 1');
  await expect(shown).toHaveCount(50);
});

test('two tags on one page are two threads', async ({ page }) => {
  await world.thread('left');
  await world.thread('right');
  await page.goto(put('two', tag(world.server.origin, 'left') + tag(world.server.origin, 'right')));
  const [left, right] = [mainForm(page).first(), mainForm(page).last()];
  await expect(mainForm(page)).toHaveCount(2);
  await write(left, 'On the left.');
  await expectWritten(page, 'On the left.');
  await write(right, 'On the right.');
  await expectWritten(page, 'On the right.');
  await page.reload();
  await expect(page.locator('waxwing-comments').first().getByRole('article')).toContainText(['On the left.']);
  await expect(page.locator('waxwing-comments').last().getByRole('article')).toContainText(['On the right.']);
});

test('a page writes the element itself, with the script in its head; without a key its address is the key', async ({
  page,
}) => {
  const head = `<script src="${world.server.origin}/embed.js" async></script>`;
  const address = world.site.put(
    '/by-hand?utm=1',
    `<!doctype html><html lang="de"><head><title>x</title>${head}<link rel="canonical" href="/by-hand"></head>
    <body><waxwing-comments></waxwing-comments></body></html>`,
  );
  await world.thread(`${world.site.origin}/by-hand`, 'open', { sites: [] });
  await page.goto(`${address}#part`);
  await expect(page.getByText('Noch keine Kommentare')).toBeVisible();
  await expect(page.locator('waxwing-comments')).toHaveCount(1);
});

test('[004.2] markup is shown as it was written; links lead out and carry no weight', async ({ page }) => {
  await world.thread('hostile');
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) [a](javascript:alert(4))';
  await new Visitor(`http://localhost:${world.server.port}`).post('hostile', {
    ...written,
    name: '<b onclick=alert(5)>Mallory',
    message: `${hostile}\n\nsee https://example.org/a?b=1 and \`code\` *here*`,
  });
  await world.approve('hostile');
  await page.goto(put('hostile'));
  await expect(page.locator('.author')).toHaveText('<b onclick=alert(5)>Mallory Lovelace');
  await expect(page.locator('.text p').first()).toHaveText(hostile);
  expect(await page.locator('.text').locator('img, script, [onclick]').count()).toBe(0);
  const link = page.locator('.text a');
  await expect(link).toHaveAttribute('href', 'https://example.org/a?b=1');
  await expect(link).toHaveAttribute('rel', 'nofollow ugc noopener');
  await expect(page.locator('.text code')).toHaveText('code');
  await expect(page.locator('.text em')).toHaveText('here');
  expect(dialogs).toBe(0);
});
