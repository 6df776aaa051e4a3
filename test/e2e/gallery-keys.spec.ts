import fs from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import type { FakeClient } from '../support/fakeClient.ts';
import { serveGallery } from '../support/gallery/serve.ts';
import { opened, pressTool } from './support/people.ts';

// How the app behaves under keys, and where a conversation stands when messages come; with a client that only pretends.

let gallery: Awaited<ReturnType<typeof serveGallery>>;
test.beforeAll(async () => {
  gallery = await serveGallery();
});
test.afterAll(() => gallery.close());

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const box = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const distanceFromEnd = (page: Page) =>
  log(page).evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);

function pretend(page: Page, what: 'receive' | 'arrive', conversation: string, text: string): Promise<void> {
  return page.evaluate(
    ([name, to, words]) => (window as unknown as { fake: FakeClient }).fake[name as 'receive'](to!, words!),
    [what, conversation, text],
  );
}

test('an address that leads nowhere shows the conversation as soon as it arrives', async ({ page }) => {
  await page.goto(`${gallery.address}/c/late`);
  const missing = page.getByRole('heading', { name: 'This conversation is not on this device' });
  await expect(missing).toBeVisible();
  await pretend(page, 'arrive', 'late', 'with-lena');
  await expect(log(page).getByText('I moved it to Thursday')).toBeVisible();
  await expect(missing).toBeHidden();
  await pretend(page, 'receive', 'late', 'And it goes on.');
  await expect(log(page).getByText('And it goes on.')).toBeVisible();
});

test('an inbox that is still on its way does not say that it is empty', async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { scene: 'arriving' }));
  await page.goto(gallery.address);
  const empty = page.getByText('No conversations yet.');
  await expect(page.locator('#inbox-panel')).toHaveAttribute('aria-busy', 'true');
  await expect(empty).toBeHidden();
  await page.evaluate(() => (window as unknown as { fake: FakeClient }).fake.set({ caughtUp: true }));
  await expect(empty).toBeVisible();
});

test('the inbox is walked by arrows, and an opened conversation is ready to be written to', async ({ page }) => {
  await page.goto(gallery.address);
  await page.getByRole('tab', { name: 'All' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /Bram Kessler/ })).toBeFocused();
  for (let count = 0; count < 4; count += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: /Lena Nord/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(box(page)).toBeFocused();
  await expect(page).toHaveTitle('(5) Waxwing');
});

test('of a list of thousands the page holds what is in sight, and keys lead through all of it', async ({ page }) => {
  await page.goto(`${gallery.address}/streams`);
  const first = page.getByRole('list', { name: 'Streams', exact: true });
  await first.getByRole('link').first().focus();
  await page.evaluate(() => {
    const { fake } = window as unknown as { fake: FakeClient };
    fake.watch(({ streams: [one] }) => Object.assign(window, { one }))();
    const { one } = window as unknown as { one: object };
    const streams = Array.from({ length: 5000 }, (_, n) => ({ ...one, machine: `machine-${n}`, follows: n < 2000 }));
    fake.set({ streams: streams as never });
  });
  await first.getByRole('link', { name: /machine-0/ }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: /machine-4999/ })).toBeFocused();
  const last = page.getByRole('list', { name: 'Not followed' }).getByRole('listitem').last();
  await expect(last).toHaveAttribute('aria-posinset', '3000');
  await expect(last).toHaveAttribute('aria-setsize', '3000');
  expect(await page.getByRole('listitem').count()).toBeLessThan(60);
  // A screen reader comes to a heading right before its list.
  await expect(page.locator('[role=list] + div h2')).toHaveText('Not followed');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('link', { name: /machine-4999/ })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(first.getByRole('link', { name: /machine-0/ })).toBeFocused();
});

test('a draft waits in its conversation, and Escape takes the reply before anything else', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('Not yet finished');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('heading', { name: 'db-backup' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('heading', { name: /Noor/ })).toBeVisible();
  await expect(box(page)).toHaveValue('');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(box(page)).toHaveValue('Not yet finished');
  await expect(box(page)).toBeFocused();

  const newest = page.getByRole('article').filter({ hasText: 'No hurry' });
  // Before the message itself come its tools.
  const tools = await newest.getByRole('button').count();
  for (let presses = 0; presses < tools + 1; presses += 1) await page.keyboard.press('Shift+Tab');
  await expect(newest).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('article').filter({ hasText: 'signed draft' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(newest).toBeFocused();
  const reply = newest.getByRole('button', { name: 'Reply' });
  const isThere = (element: Element) => element === document.activeElement;
  for (let presses = 0; presses < tools && !(await reply.evaluate(isThere)); presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(box(page)).toBeFocused();
  await expect(page.getByText('Reply to Bram Kessler')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Reply to Bram Kessler')).toBeHidden();
  await expect(box(page)).toHaveValue('Not yet finished');
});

test('Enter sends, Shift+Enter breaks the line, and what was sent stands at the end', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-wei`);
  await box(page).pressSequentially('one');
  await page.keyboard.press('Shift+Enter');
  await box(page).pressSequentially('two');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('one\ntwo')).toBeInViewport();
  await expect(box(page)).toHaveValue('');
  await expect(box(page)).toBeFocused();
});

test('a dialog takes the focus, keeps it and gives it back', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await button(page, 'Delete conversation').click();
  const dialog = page.getByRole('dialog', { name: 'Delete conversation with Bram Kessler?' });
  await expect(button(page, 'Cancel')).toBeFocused();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button(page, 'Delete conversation')).toBeFocused();
});

test('a menu is gone through by keys, closes before anything else does, and gives the focus back', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await pressTool(log(page).getByRole('article').filter({ hasText: 'No hurry' }), 'Reply');
  const more = button(page, 'More');
  const entry = (name: string) => page.getByRole('menuitem', { name, exact: true });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  await expect(entry('Mark as unread')).toBeFocused();
  for (const [key, name] of [
    ['ArrowDown', 'Notifications'],
    ['End', 'Block Bram Kessler'],
    ['ArrowDown', 'Mark as unread'],
    ['ArrowUp', 'Block Bram Kessler'],
    ['Home', 'Mark as unread'],
    ['S', 'Safety number'],
    ['x', 'Safety number'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(entry(name), key).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(more).toBeFocused();
  await expect(page.getByText('Reply to Bram Kessler')).toBeVisible();

  // What it opens gives the focus back to its button, and who leaves it closes it.
  await page.keyboard.press('Enter');
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeFocused();
  await expect(page.getByRole('menu')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(entry('Mark as unread')).toBeFocused();
  await box(page).click();
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Reply to Bram Kessler')).toBeHidden();
});

test('a message deleted for everyone is said to be deleted', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await pressTool(log(page).getByRole('article').filter({ hasText: 'All three pages' }), 'Delete message');
  await button(page, 'Delete for everyone').click();
  await expect(log(page).getByText('Deleted message')).toBeVisible();
  await expect(box(page)).toBeFocused();
});

test('new messages do not move a reader who is elsewhere; the way to them carries their count', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-wei`);
  await expect(log(page).getByText('80. Short.')).toBeInViewport();
  await opened(page);
  await log(page).evaluate((element) => element.scrollBy(0, -1500));
  await expect(button(page, 'Jump to latest')).toBeVisible();
  const before = await log(page).evaluate((element) => element.scrollTop);
  await pretend(page, 'receive', 'with-wei', 'Are you coming on Friday?');
  await button(page, 'Jump to latest, 1 new message').waitFor();
  expect(await log(page).evaluate((element) => element.scrollTop)).toBe(before);
  await expect(page.locator('[aria-live=polite]')).toHaveText('Wei Zhang: Are you coming on Friday?');
  await button(page, 'Jump to latest, 1 new message').click();
  await expect(log(page).getByText('Are you coming on Friday?')).toBeInViewport();
  await expect(page.getByRole('link', { name: /Wei Zhang.*unread/ })).toHaveCount(0);
});

test('what comes in is read out: one message whole, of many how many', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-wei`);
  await opened(page);
  const said = page.locator('[aria-live=polite]');
  await expect(said).toHaveText('');
  await pretend(page, 'receive', 'with-wei', 'One.');
  await expect(said).toHaveText('Wei Zhang: One.');
  await page.evaluate(() => {
    const { fake } = window as unknown as { fake: FakeClient };
    for (const text of ['Two.', 'Three.', 'Four.']) fake.receive('with-wei', text);
  });
  await expect(said).toHaveText('3 new messages');
});

const TREE = 'docs/accessibility.md';

test('what a screen reader finds in a conversation is written down', async ({ page }) => {
  // An hour at which what was said a while ago was said on the same day.
  await page.clock.setFixedTime(new Date().setHours(17, 54));
  await page.goto(`${gallery.address}/c/with-bram`);
  await opened(page);
  // What can be done with messages comes once they rest.
  await expect(log(page).getByRole('article').first().getByRole('button', { name: 'Delete message' })).toHaveCount(1);
  const tree = (await page.getByRole('region', { name: 'Bram Kessler' }).ariaSnapshot()).replace(
    /\b\d\d:\d\d\b/g,
    '17:54',
  );
  const block = ['```yaml', tree, '```'].join('\n');
  const written = fs.readFileSync(TREE, 'utf8');
  if (process.env['WAXWING_PICTURES'])
    fs.writeFileSync(
      TREE,
      written.replace(/```yaml\n[^]*?\n```/, () => block),
    );
  expect(fs.readFileSync(TREE, 'utf8')).toContain(block);
});

test('a conversation is painted for the first time where it stays', async ({ page }) => {
  await page.addInitScript(() => {
    const painted: number[] = [];
    Object.assign(window, { painted });
    const look = (): void => {
      const element = document.querySelector('[role=log]');
      const rows = element?.firstElementChild;
      if (element && rows && getComputedStyle(rows).opacity === '1') {
        painted.push(Math.round(element.scrollHeight - element.clientHeight - element.scrollTop));
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(`${gallery.address}/c/with-wei`);
  const painted = () => page.evaluate(() => (window as unknown as { painted: number[] }).painted);
  await expect.poll(async () => (await painted()).length).toBeGreaterThan(10);
  expect([...new Set(await painted())]).toEqual([0]);
});

test('at the end one stays at the end', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-wei`);
  await expect(log(page).getByText('80. Short.')).toBeInViewport();
  await opened(page);
  for (const text of ['First', 'Second\n\nwith\n\nmany\n\nlines', 'Third']) {
    await pretend(page, 'receive', 'with-wei', text);
    await expect(log(page).getByText(text.slice(0, 5))).toBeInViewport();
  }
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(2);
});

test('older messages come in above without moving what is read', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-wei`);
  await expect(log(page).getByText('80. Short.')).toBeInViewport();
  await opened(page);
  await log(page).evaluate((element) => element.scrollTo(0, 60));
  await expect(log(page).getByText('Older message 60')).toBeAttached();
  await expect(log(page).getByText('5. Short.', { exact: true })).toBeInViewport();
  expect(await log(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(3000);
});

test('a quote leads to its origin', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 420 });
  await page.goto(`${gallery.address}/c/with-bram`);
  await log(page)
    .getByRole('button', { name: /^Bram Kessler: Morning/ })
    .click();
  const origin = page.getByRole('article').filter({ hasText: /^Morning!/ });
  await expect(origin).toBeInViewport();
  await expect(origin).toBeFocused();
});

test('[000.4] the switcher leads anywhere by a few letters, and Escape leaves everything as it was', async ({
  page,
}) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('half a thought');
  await page.keyboard.press('Control+k');
  const list = page.getByRole('listbox', { name: 'Go to' });
  await expect(list.getByRole('option').first()).toContainText('Bram Kessler');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue('half a thought');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('lena n');
  await expect(list.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Lena Nord' })).toBeVisible();
  await expect(box(page)).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('zebra');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/u\/zebra$/);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Lena Nord' })).toBeVisible();
});

test('[000.4] a question mark shows the keys, and is one where somebody writes', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).focus();
  await page.keyboard.type('why?');
  await expect(box(page)).toHaveValue('why?');
  await page.getByRole('heading', { name: 'Bram Kessler' }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Go to a person, room or page');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('an unknown name is said to be unknown, a known one opens', async ({ page }) => {
  await page.goto(gallery.address);
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await button(page, 'New message').click();
  await page.getByLabel('To', { exact: true }).fill('nobody');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Nobody here is called "nobody".');
  await page.getByLabel('To', { exact: true }).fill('Lena');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Lena Nord' })).toBeVisible();
  await expect(box(page)).toBeFocused();
});

test('an account is made, its code is saved, and only then the inbox is there', async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { scene: 'out' }));
  await page.goto(`${gallery.address}/setup#secret-token`);
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByRole('switch', { name: 'Registration' })).toBeChecked();
  await page.getByLabel('Username', { exact: true }).fill('amara');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('at least');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.getByLabel('Password', { exact: true }).fill('seven berries on a branch');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Continue')).toBeDisabled();
  await page.getByRole('checkbox', { name: 'I have saved my recovery code' }).check();
  await button(page, 'Continue').click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
});

test('at twice the size everything is still there', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await page.goto(`${gallery.address}/c/with-bram`);
  await expect(box(page)).toBeInViewport();
  await expect(log(page).getByText('2 new')).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
});

test('a composer that grows hides nothing of what stood at the end', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-ines`);
  await expect(log(page).getByRole('button', { name: 'Retry' })).toBeInViewport({ ratio: 1 });
  await box(page).fill('a\nb\nc\nd\ne\nf');
  await expect(log(page).getByRole('button', { name: 'Retry' })).toBeInViewport({ ratio: 1 });
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(2);
});

/** Pages by their addresses, what says that one is there, and what scrolls on it. */
const pages: [path: string, heading: string, scroller?: string][] = [
  ['/', 'Inbox'],
  ['/c/with-wei', 'Wei Zhang', '[role=log]'],
  ['/streams', 'Streams'],
  ['/streams/db-backup', 'db-backup', '[role=listbox]'],
  ['/u/bram', 'Bram Kessler'],
  ['/settings', 'Settings', 'main > div'],
  ['/admin/people', 'Admin'],
  ['/admin/people/bram', 'Bram Kessler', 'main > div'],
  ['/comments?thread=guestbook&state=pending', 'Guest book', 'div:has(> ul[aria-label=Comments])'],
  ['/nowhere', 'There is nothing here'],
];

/** Something that is in sight has the focus, or nothing has it. */
const focusIsSensible = (page: Page) =>
  page.evaluate(() => document.activeElement === document.body || document.activeElement?.checkVisibility() === true);

test('[000.4] back and forward lead through pages of every kind, each as it was left', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await page.addInitScript(() => Object.assign(window, { scene: 'admin' }));
  const places = new Map<string, number>();
  const isThere = async ([path, heading, scroller]: (typeof pages)[number]): Promise<void> => {
    await expect(page).toHaveURL(gallery.address + path);
    await expect(page.getByRole('heading', { name: heading }).last(), path).toBeVisible();
    expect(await focusIsSensible(page), path).toBe(true);
    const place = places.get(path);
    if (scroller === undefined || place === undefined) return;
    const top = () =>
      page
        .locator(scroller)
        .first()
        .evaluate((one) => Math.round(one.scrollTop));
    await expect.poll(async () => Math.abs((await top()) - place), `${path} stands at ${place}`).toBeLessThan(120);
  };
  await page.goto(gallery.address);
  for (const [index, each] of pages.slice(1).entries()) {
    const [path, , scroller] = each;
    const [left, , leftAt] = pages[index]!;
    // What came late above may have moved it since.
    const place = await page.evaluate(
      ([to, from]) => {
        const top = from === undefined ? undefined : document.querySelector(from)?.scrollTop;
        history.pushState(null, '', to);
        return top;
      },
      [path, leftAt] as const,
    );
    if (place !== undefined) places.set(left, place);
    await isThere(each);
    if (scroller === undefined) continue;
    if (scroller === '[role=log]') await opened(page);
    const moved = await page
      .locator(scroller)
      .first()
      .evaluate(async (one) => {
        const last = one.scrollHeight - one.clientHeight;
        one.scrollTop = last - Math.min(300, last / 2);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return one.scrollTop;
      });
    expect(moved, path).toBeGreaterThan(0);
  }
  for (const each of pages.slice(0, -1).toReversed()) {
    await page.goBack();
    await isThere(each);
  }
  for (const each of pages.slice(1)) {
    await page.goForward();
    await isThere(each);
  }
  await page.goBack();
  await page.reload();
  places.clear();
  await isThere(pages.at(-2)!);
});

test('[000.4] on a phone back closes what lies over the page, ends a search, and leaves a conversation to its list', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(gallery.address);
  const inbox = page.getByRole('heading', { name: 'Inbox' });
  const dialog = page.getByRole('dialog');
  await page.getByRole('link', { name: /Bram Kessler/ }).click();
  await box(page).fill('half a thought');

  await button(page, 'Delete conversation').click();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(box(page)).toHaveValue('half a thought');
  await button(page, 'More').click();
  await page.goBack();
  await expect(page.getByRole('menu')).toBeHidden();
  // What is opened as something else closes stays open.
  await button(page, 'Delete conversation').click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.querySelector<HTMLElement>('button[aria-haspopup=menu]')?.click());
  await expect(page.getByRole('menu')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('menu')).toBeHidden();
  // One layer after the other, and what Escape has closed is no step any more.
  await button(page, 'More').click();
  await page.getByRole('menuitem', { name: 'Notifications' }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(box(page)).toBeVisible();
  await page.goBack();
  await expect(inbox).toBeVisible();
  await expect(page).toHaveURL(`${gallery.address}/`);
  // Forward opens nothing that was closed, once or twice.
  for (let presses = 0; presses < 2; presses += 1) {
    await page.goForward();
    await expect(box(page)).toHaveValue('half a thought');
    await expect(dialog.or(page.getByRole('menu'))).toHaveCount(0);
  }
  await button(page, 'Back to the inbox').click();
  await expect(inbox).toBeVisible();
  // To close something goes nowhere by itself: who goes elsewhere in that moment arrives, and back is one press for each page.
  await page.goForward();
  await button(page, 'More').click();
  await page.keyboard.press('Escape');
  await page.goto(`${gallery.address}/settings`);
  await page.goBack();
  await expect(box(page)).toBeVisible();
  await page.reload();
  await button(page, 'More').click();
  await page.goBack();
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(box(page)).toBeVisible();
  await page.goBack();
  await expect(inbox).toBeVisible();

  // A sheet that leads elsewhere is left behind.
  await button(page, 'New message').click();
  await page.getByLabel('To', { exact: true }).fill('lena');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Lena Nord' })).toBeVisible();
  await page.goBack();
  await expect(inbox).toBeVisible();
  await expect(dialog).toBeHidden();

  const search = page.getByRole('searchbox', { name: 'Search messages' });
  await search.fill('notary');
  await page.locator('a[data-hit]').first().click();
  await expect(box(page)).toBeVisible();
  await page.goBack();
  await expect(page.locator('a[data-hit]').first()).toBeVisible();
  await page.goBack();
  await expect(search).toHaveValue('');
  await expect(inbox).toBeVisible();
  await search.fill('notary');
  await page.locator('a[data-hit]').first().waitFor();
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(page).toHaveURL(`${gallery.address}/`);

  // What was deleted is no step back.
  await page.getByRole('link', { name: /Lena Nord/ }).click();
  await button(page, 'Delete conversation').click();
  await button(page, 'Delete for me').click();
  await expect(inbox).toBeFocused();
  await page.goBack();
  await expect(inbox).toBeVisible();
  await expect(page.getByText('not on this device')).toBeHidden();
});

test('[000.4] Escape closes one layer at a time, and the draft below them stays', async ({ page }) => {
  await page.goto(`${gallery.address}/c/with-bram`);
  await box(page).fill('half a thought');
  const reply = page.getByText('Reply to Bram Kessler');
  const dialog = page.getByRole('dialog');
  const message = page.getByRole('article').filter({ hasText: 'No hurry' });
  await pressTool(message, 'Reply');
  const layers: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ['the switcher', () => page.keyboard.press('Control+k'), () => expect(dialog).toBeHidden()],
    ['the menu', () => button(page, 'More').click(), () => expect(page.getByRole('menu')).toBeHidden()],
    ['a sheet', () => button(page, 'Delete conversation').click(), () => expect(dialog).toBeHidden()],
    ['emoji', () => pressTool(message, 'React'), () => expect(dialog).toBeHidden()],
    [
      'the search',
      () => page.getByRole('searchbox', { name: 'Search messages' }).fill('notary'),
      () => expect(page.locator('a[data-hit]')).toHaveCount(0),
    ],
  ];
  for (const [what, open, closed] of layers) {
    await open();
    if (what !== 'the search') await expect(dialog.or(page.getByRole('menu')).first(), what).toBeVisible();
    await page.keyboard.press('Escape');
    await closed();
    await expect(reply, what).toBeVisible();
    await expect(box(page), what).toHaveValue('half a thought');
  }
  await box(page).focus();
  await page.keyboard.press('Escape');
  await expect(reply).toBeHidden();
  await expect(box(page)).toHaveValue('half a thought');
  // Nothing is left to be closed: nothing happens, and nothing is lost.
  await page.keyboard.press('Escape');
  await expect(box(page)).toHaveValue('half a thought');
  const mine = page.getByRole('article').filter({ hasText: 'five minutes ago' });
  await mine.hover();
  await mine.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Edit message' }).or(page.locator('textarea')).first().press('Escape');
  await expect(box(page)).toHaveValue('half a thought');
});
