import { type Page, expect, test } from '@playwright/test';
import { type Other, must, newOther } from './support/headless.ts';
import { payloads } from './support/payloads.ts';
import { conversations, createAccount, messageBox, messages, profile, send } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';
import { asShown, readAll } from './support/reading.ts';
import { watchForHarm } from './support/worlds.ts';

// What others write is text, whatever it looks like.

let server: RunningServer;
let mallory: Other;
test.beforeAll(async () => {
  server = await runServer();
  mallory = await newOther(server.origin, 'mallory');
});
test.afterAll(async () => {
  mallory.close();
  await server.close();
});

async function victim(page: Page, username: string): Promise<string[]> {
  const harm = await watchForHarm(page);
  await createAccount(page, username);
  return harm;
}

test('[M56] markup and scripts in messages, names and quotes show as they were written, and run nowhere', async ({
  browser,
}) => {
  const page = await profile(browser, server.origin);
  const harm = await victim(page, 'eva');
  const conversation = await mallory.say('eva', 'nothing yet');
  const row = conversations(page).getByRole('listitem');
  await row.click();
  await expect(messages(page).getByText('nothing yet')).toBeVisible();
  await expect(page).toHaveTitle('Waxwing');
  await mallory.say('eva', ...payloads);
  const newest = payloads.at(-1) ?? '';
  await expect(messages(page).getByText(newest, { exact: true })).toBeInViewport();
  await expect(row).toContainText(newest);
  expect(await readAll(page)).toEqual(['nothing yet', ...payloads.map(asShown)]);
  for (const link of await messages(page).getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(/^https?:/);
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  }

  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(messages(page).getByText(newest, { exact: true })).toBeInViewport();

  // As what a reply quotes, as what is answered, and as what one writes oneself.
  for (const text of [payloads[9] ?? '', payloads[0] ?? '']) {
    await mallory.reply(conversation, text, `an answer to ${payloads.indexOf(text)}`);
    await expect(messages(page).getByText(`mallory: ${text}`, { exact: true })).toHaveCount(1);
    await send(page, text);
    await expect(messages(page).getByText(text, { exact: true })).not.toHaveCount(0);
  }

  // Said anew, with what it said before; found, with what was searched for in it; begun, and not sent.
  const [before = '', after = ''] = payloads.slice(1);
  await mallory.say('eva', before);
  const open = mallory.device.conversation(conversation);
  await open.until(({ items }) => items.some(({ body }) => body.type === 'text' && body.text === before), before);
  const item = open.view()?.items.findLast(({ body }) => body.type === 'text' && body.text === before);
  must(await mallory.device.client.edit(conversation, item?.key ?? '', after));
  open.close();
  await messages(page).getByRole('button', { name: 'Edited. Show what it said before' }).click();
  const versions = page.getByRole('dialog').getByRole('listitem').locator('[dir=auto]');
  await expect(versions).toHaveText([after, before]);
  await page.keyboard.press('Escape');

  await messageBox(page).fill(payloads[0] ?? '');
  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  await expect(row).toContainText(payloads[0] ?? '');
  await page.getByRole('searchbox', { name: 'Search messages' }).fill('onerror');
  const results = page.getByRole('region', { name: 'What was found' });
  await expect(results).toHaveAttribute('aria-busy', 'false');
  const hits = results.getByRole('link');
  await expect.poll(() => hits.count()).toBeGreaterThan(5);
  const said = payloads.map((text) => text.replaceAll(/\s+/g, ' '));
  for (const hit of await hits.all()) {
    await expect(hit.locator('mark').first()).toHaveText(/^onerror$/i);
    const shown = ((await hit.locator(':scope > span').last().textContent()) ?? '').replaceAll(/^You: |…/g, '');
    expect(
      said.filter((text) => text.includes(shown)),
      shown,
    ).not.toEqual([]);
  }
  await hits.first().click();
  await expect(page).toHaveURL(new RegExp(`/c/${conversation}/m/[\\w-]+$`));
  await page.getByRole('searchbox', { name: 'Search messages' }).fill('');
  await page.goto(`/c/${conversation}`);

  for (const name of ['<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "'-alert(1)-'", '{{7*7}}${7*7}']) {
    must(await mallory.device.client.setDisplayName(name));
    await mallory.say('eva', 'Who am I?');
    await page.reload();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await expect(row).toContainText(name);
    await page.goto('/u/mallory');
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await page.goto(`/c/${conversation}`);
    await page.getByRole('button', { name: 'Delete conversation' }).click();
    await expect(page.getByRole('heading', { name: `Delete conversation with ${name}?`, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await expect(page).toHaveURL(new RegExp(`/c/${conversation}$`));
  expect(harm).toEqual([]);
});

const shapes: Record<string, string> = {
  'a very long word': 'Donaudampfschifffahrt'.repeat(200),
  'a very long address': `https://example.com/${'path'.repeat(500)}`,
  'right to left': 'שלום, מה שלומך? הפגישה ב־18:30 ליד הספרייה. مرحبا بالجميع.',
  'text that turns itself around': 'invoice\u202Egpj.exe \u2066and\u2069 on',
  'stacked marks': `Z${'\u0301\u0327\u0335'.repeat(200)}algo`,
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈👍🏿'.repeat(40),
  'many empty lines': `top${'\n'.repeat(60)}bottom`,
  'tabs and spaces': `a\t\tb${' '.repeat(300)}c`,
  '32 KiB': 'All of it is one message. '.repeat(1300).slice(0, 32 * 1024 - 1) + '.',
  '300 KiB': 'This came in several pieces. '.repeat(11_000).slice(0, 300 * 1024 - 1) + '.',
};

test('text of any shape and size is shown whole and keeps the layout', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  const harm = await victim(page, 'finn');
  const conversation = await mallory.say('finn', 'first');
  await conversations(page).getByRole('listitem').click();
  for (const [shape, text] of Object.entries(shapes)) {
    await mallory.say('finn', text);
    const shown = messages(page).getByRole('article').last().locator('[dir=auto]');
    await expect.poll(async () => (await shown.textContent()) === text, shape).toBe(true);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(() => overflows(page), `${shape} at ${width}`).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  expect((await readAll(page)).length).toBe(Object.keys(shapes).length + 1);
  await expect(messageBox(page)).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`/c/${conversation}$`));
  expect(harm).toEqual([]);
});

/** What is wider than its place. */
function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = (element: Element) => element.scrollWidth > element.clientWidth + 1;
    const inner = innerWidth;
    const found = [document.documentElement, ...document.querySelectorAll('[role=log], [role=list]')].filter(wide);
    const articles = [...document.querySelectorAll('article')].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < 0 || right > inner + 1;
    });
    return [...found, ...articles].map((element) => element.outerHTML.slice(0, 120));
  });
}
