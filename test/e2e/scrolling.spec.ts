import { type Page, expect, test } from '@playwright/test';
import { type TestServer, bootServer } from '../support/server.ts';
import { must, newOther } from './support/headless.ts';
import { conversations, logIn, messages, opened, pressTool, profile } from './support/people.ts';
import { quickPages } from './support/quickBuild.ts';
import { readingBegins, readingEnds } from './support/scrolling.ts';

// Scrolling up through a long conversation: what comes in above and what is measured late leaves the reader's place.

const COUNT = process.env['WAXWING_SOAK'] ? 1_200 : 600;
const all = Array.from({ length: COUNT }, (_, index) => index + 1);
const SOAK = Boolean(process.env['WAXWING_SOAK']);
const ROUNDS = SOAK ? 20 : 1;
const lengths = [0, 3, 1, 40, 0, 9, 2];
const text = (number: number): string =>
  `${number} of old: ${'the orchard, the ladder, the rain. '.repeat(lengths[number % lengths.length] ?? 0)}`.trim();

let server: TestServer;
let page: Page;
test.beforeAll(async ({ browser }, { timeout }) => {
  test.setTimeout(timeout * 3);
  server = await bootServer({ pages: quickPages() });
  const [gil, hana] = await Promise.all([newOther(server.origin, 'gil'), newOther(server.origin, 'hana', 'Hana Ito')]);
  const conversation = await hana.say('gil', text(1));
  for (let number = 2; number < COUNT; number += 1) {
    must(await hana.device.client.send(conversation, text(number)));
    if (number % 50 === 0) await hana.say('gil');
  }
  await hana.say('gil', text(COUNT));
  for (const other of [gil, hana]) other.close();
  page = await profile(browser, server.origin);
  await logIn(page, 'gil');
  await conversations(page).getByText('Hana Ito').click();
});
test.afterAll(() => server.close());

const first = () => messages(page).getByText(text(1), { exact: true });
const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
const scrollTop = () => messages(page).evaluate((log) => log.scrollTop);
const atBeginning = async (): Promise<boolean> => (await scrollTop()) === 0 && (await first().isVisible());

/** The log as it opens, at its end, with the pointer over it. */
async function openAtEnd(): Promise<void> {
  await page.reload();
  await opened(page);
  // A test may be the first of its worker: then all of it is still unread.
  const jump = page.getByRole('button', { name: /^Jump to latest/ });
  await expect(async () => {
    if (await jump.isVisible()) await jump.click({ timeout: 1000 });
    await expect(latest()).toBeInViewport({ timeout: 1000 });
  }).toPass();
  await messages(page).hover();
  await readingBegins(page);
}

/** The last of all messages is in sight. */
const latest = () => messages(page).getByText(text(COUNT), { exact: true });
const atLatest = () => expect(latest()).toBeInViewport();

test('it opens at the first unread, however far back that is, and jumps to the latest from there', async () => {
  await expect(first()).toBeInViewport();
  await expect(messages(page).getByText(`${COUNT} new`)).toBeInViewport();
  // What is in sight is read, and counts no more; the rest waits.
  const jump = page.getByRole('button', { name: /^Jump to latest, \d+ new messages$/ });
  const left = async (): Promise<number> => Number(/\d+/.exec((await jump.getAttribute('aria-label')) ?? '')?.[0]);
  await expect.poll(left).toBeLessThan(COUNT);
  expect(await left()).toBeGreaterThan(COUNT - 50);
  await jump.click();
  await atLatest();
  await expect(page.getByRole('button', { name: /^Jump to latest/ })).toHaveCount(0);
});

test('a link leads to a message far back, and the browser goes back to where one was', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openAtEnd();
  while (!(await atBeginning())) {
    await page.mouse.wheel(0, -20_000);
    await frame();
  }
  await pressTool(
    messages(page)
      .getByRole('article')
      .filter({ hasText: text(3) }),
    'Copy link',
  );
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.pathname).toMatch(/^\/c\/[\w-]+\/m\/[\w-]+$/);

  await openAtEnd();
  await page.mouse.wheel(0, -4000);
  await expect.poll(() => page.getByRole('button', { name: 'Jump to latest' }).count()).toBe(1);
  const before = await topmost();
  await rowsComeLate();
  await page.evaluate((path) => history.pushState(null, '', path), link.pathname);
  await expect(messages(page).getByText(text(3), { exact: true })).toBeInViewport();
  await expect(
    messages(page)
      .getByRole('article')
      .filter({ hasText: text(3) }),
  ).toBeFocused();
  await page.goBack();
  await expect.poll(topmost).toBe(before);

  await page.goto(link.pathname);
  await expect(messages(page).getByText(text(3), { exact: true })).toBeInViewport();
  await page.goto(link.pathname.replace(/[^/]+$/, 'AAAAAAAAAAAAAAAAAAAAAA'));
  await expect(
    page.getByRole('status').filter({ hasText: 'The message of this link is not on this device' }),
  ).toBeVisible();
  await atLatest();
});

/** As on a busy machine: until a message has the focus, the log hears only some frames later that it was scrolled. */
const rowsComeLate = (): Promise<void> =>
  messages(page).evaluate((log) => {
    const again = new WeakSet<Event>();
    const late = (event: Event): void => {
      if (again.has(event)) return;
      event.stopImmediatePropagation();
      const next = new Event('scroll');
      again.add(next);
      setTimeout(() => log.dispatchEvent(next), 100);
    };
    addEventListener('scroll', late, { capture: true });
    log.addEventListener('focusin', () => removeEventListener('scroll', late, { capture: true }), { once: true });
  });

/** The number of the first message that is wholly in sight. */
const topmost = (): Promise<number> =>
  messages(page).evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const article = [...log.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top >= top);
    return Number.parseInt(article?.querySelector(':scope > [dir=auto]')?.textContent ?? '', 10);
  });

for (const turn of SOAK ? [320, 120] : [320]) {
  test(`scrolled up by ${turn} px a frame, every message comes by and no row jumps`, async () => {
    test.setTimeout(180_000 * ROUNDS);
    for (let round = 1; round <= ROUNDS; round += 1) {
      await openAtEnd();
      while (!(await atBeginning())) {
        await page.mouse.wheel(0, -turn);
        await frame();
      }
      const { seen, jumps } = await readingEnds(page);
      expect(jumps, `round ${round}`).toEqual([]);
      expect(seen.toSorted((a, b) => a - b)).toEqual(all);
    }
  });
}

test('flung to the top before the older ones are there, what is at the top stays when they come', async () => {
  test.setTimeout(180_000 * ROUNDS);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await openAtEnd();
    while (!(await atBeginning())) {
      await page.mouse.wheel(0, -20_000);
      await expect.poll(async () => (await atBeginning()) || (await scrollTop()) > 0, { intervals: [20] }).toBe(true);
    }
    const { jumps } = await readingEnds(page);
    expect(jumps, `round ${round}`).toEqual([]);
  }
});

test('from message to message with a held key, none is passed over when older ones come', async () => {
  test.setTimeout(180_000 * ROUNDS);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await openAtEnd();
    await readingEnds(page);
    await messages(page).getByRole('article').last().focus();
    const visited = await holdArrowUp();
    expect(visited.length, `round ${round}`).toBe(COUNT);
    expect(new Set(visited), `round ${round}`).toEqual(new Set(all));
  }
});

/** Goes up from message to message, one a frame, until it goes no further; answers the messages' numbers. */
function holdArrowUp(): Promise<number[]> {
  return messages(page).evaluate(async (log) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const numbers: number[] = [];
    let at: Element | null = null;
    for (let still = 0; still < 20; still += 1) {
      if (document.activeElement !== at || log.getAttribute('aria-busy') === 'true') still = 0;
      if (document.activeElement !== at) {
        at = document.activeElement;
        numbers.push(Number.parseInt(at?.querySelector(':scope > [dir=auto]')?.textContent ?? '', 10));
      }
      at?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
      await frame();
    }
    return numbers;
  });
}
