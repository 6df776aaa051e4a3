import { type Page, expect, test } from '@playwright/test';
import { createThread } from '../../src/protocol/api/threads.ts';
import { systemClock } from '../../src/server/system.ts';
import { Visitor, written } from '../support/visitor.ts';
import { article, type CommentsWorld, commentsWorld } from './support/otherSite.ts';
import { expectSound } from './support/looks.ts';

// Threads as pages of their own, for browsers without script.

let world: CommentsWorld;
let origin: string;
let thought = 0;
test.beforeAll(async () => {
  world = await commentsWorld({ clock: { ...systemClock, now: () => systemClock.now() + thought } });
  origin = `http://localhost:${world.server.port}`;
});
test.afterAll(() => world.close());

const at = (key: string): string => `${origin}/public/${key}`;

async function fill(page: Page, message: string, email = 'ada@example.org'): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.locator('#message').fill(message);
}
const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send' }).click();
/** The server takes nothing from hands that are faster than these: its clock goes on meanwhile. */
const asHandsDo = (): void => void (thought += 4000);

test('[004.1] [004.3] somebody without script writes, mends a mistake, changes the words and takes them back', async ({
  browser,
}) => {
  await world.thread('plain', 'approval');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('plain'));
  await expect(page.getByText('No comments yet.')).toBeVisible();
  await fill(page, 'We replaced *ours* last spring.', 'ada@');
  asHandsDo();
  await send(page);
  await expect(page).toHaveTitle(/^Please check what you wrote/);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/name@example\.org\. Never shown\./);
  await expect(page.locator('#message')).toHaveValue('We replaced *ours* last spring.');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await send(page);
  await expect(page.getByRole('status')).toHaveText(
    'Thank you. Your comment is shown after somebody has looked at it.',
  );
  await expect(page.locator('.message em')).toHaveText('ours');
  await page.getByText('Change or delete').click();
  await page.getByLabel('Message').first().fill('We replaced it.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.message')).toHaveText('We replaced it.');
  await world.approve('plain');
  const other = await browser.newPage();
  await other.goto(at('plain'));
  await expect(other.locator('.message')).toHaveText('We replaced it.');
  await other.close();
  await page.goto(at('plain'));
  await page.getByText('Change or delete').click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status')).toHaveText('Your comment was deleted.');
  await expect(page.getByText('No comments yet.')).toBeVisible();
  await context.close();
});

test('[M57] [004.5] who moves by keys or listens never comes across the hidden field', async ({ page }) => {
  await world.thread('keys');
  await page.goto(at('keys'));
  const reached: string[] = [];
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.id ?? ''));
  }
  expect(reached).toEqual(expect.arrayContaining(['name', 'surname', 'email', 'message']));
  expect(reached).not.toContain('website');
  await expect(page.locator('#website')).toHaveCount(1);
  await expect(page.getByRole('textbox')).toHaveCount(4);
  expect((await page.locator('#website').boundingBox())?.x).toBeLessThan(-1000);
});

test('[M44] [O4] a page of somebody else changes nothing in the name of an author', async ({ page }) => {
  await world.thread('author', 'open', { sites: [] });
  await page.goto(at('author'));
  await fill(page, 'These are my words.');
  asHandsDo();
  await send(page);
  await expect(page.getByRole('status')).toBeVisible();
  const own = (await page.locator('article').getAttribute('id'))?.slice('c-'.length) ?? '';
  const field = (name: string, value: string): string => `<input name="${name}" value="${value}">`;
  const forms = [
    [
      '',
      Object.entries({ ...written, message: 'Not mine' })
        .map(([name, value]) => field(name, value))
        .join(''),
    ],
    [`/${own}`, field('act', 'edit') + field('message', 'Not mine')],
    [`/${own}`, field('act', 'delete')],
  ];
  for (const [index, [path, fields]] of forms.entries()) {
    const body = `<form method="post" action="${at('author')}${path}">${fields}<button>Win a pump</button></form>`;
    await page.goto(world.site.put(`/forged-${index}`, article({ body })));
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button', { name: 'Win a pump' }).click(),
    ]);
    expect(answer.status()).toBe(403);
  }
  await page.goto(at('author'));
  await expect(page.locator('.message')).toHaveText('These are my words.');
});

test('[004.1] every state of the page is sound: light and dark, on a desk and on a phone', async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto(`${at('none')}`);
  await expectSound(page, 'public-nothing');
  await world.thread('sound', 'approval');
  await page.goto(at('sound'));
  await expectSound(page, 'public-empty');

  const visitor = new Visitor(world.server.origin);
  let parent = '';
  for (const message of [
    'Hello *there*, see https://example.org/.',
    '> Hello\n\nשלום `code`',
    '```\nlong '.padEnd(400, 'x') + '\n```',
  ]) {
    await visitor.post('sound', { ...written, message, parent });
    await world.approve('sound');
    parent = (await visitor.page('sound')).comments.at(-1)?.comment ?? '';
  }
  await page.goto(at('sound'));
  await fill(page, 'W'.repeat(500));
  asHandsDo();
  await send(page);
  await page.getByText('Change or delete').click();
  await expectSound(page, 'public-waiting');
  await page.goto(`${at('sound')}?reply=${parent}`);
  await fill(page, '', 'nowhere');
  await send(page);
  await expectSound(page, 'public-mistakes');

  await world.thread('closed', 'closed');
  await page.goto(at('closed'));
  await expectSound(page, 'public-closed');
  const contact = { thread: 'contact', mode: 'contact' as const, title: '', policy: 'open' as const, sites: [] };
  await world.admin.api.call(createThread, { body: { ...contact, answerers: ['amara'] } });
  await page.goto(at('contact'));
  await expectSound(page, 'public-contact');
});
