import { type Browser, type Page, expect, test } from '@playwright/test';
import { type RunningServer, runServer } from '../support/command.ts';
import { type Other, newOther } from './support/headless.ts';
import { conversations, createAccount, profile } from './support/people.ts';

// Who does not look is told: once for a conversation, no more than they allow, and not of what was read meanwhile.

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

/** Every tab of a browser without a screen has the focus, unless it is told otherwise. */
const look = (page: Page, looks: boolean) =>
  page.evaluate((now) => {
    document.hasFocus = () => now;
    dispatchEvent(new Event(now ? 'focus' : 'blur'));
  }, looks);

/** A browser without a screen shows no notifications, whatever it is allowed: this board takes their place. */
function pretendBoard(): void {
  const board: { title: string; body: string; tag: string; close(): void }[] = [];
  const take = (tag: string): void => void board.splice(0, board.length, ...board.filter((each) => each.tag !== tag));
  const { prototype } = ServiceWorkerRegistration;
  prototype.showNotification = async (title, { body = '', tag = '' } = {}) => {
    take(tag);
    board.push({ title, body, tag, close: () => take(tag) });
  };
  prototype.getNotifications = async () => board as unknown as Notification[];
}

const texts = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map(({ title, body }) => `${title}: ${body}`);
  });

async function newPage(browser: Browser, name: string): Promise<Page> {
  const page = await profile(browser, server.origin, { serviceWorkers: 'allow', permissions: ['notifications'] });
  await page.context().addInitScript(pretendBoard);
  await createAccount(page, name);
  await page.evaluate(async () => navigator.serviceWorker.ready);
  return page;
}

const icon = (page: Page) => page.locator('link[rel=icon]');

test('one is asked once, told what one allows, and no more once it is read', async ({ browser }) => {
  const page = await newPage(browser, 'ida');
  await look(page, false);
  await finn.say('ida', 'before she is asked');
  await page.getByRole('button', { name: 'Notify me' }).click();
  await expect(page.getByRole('button', { name: 'Notify me' })).toBeHidden();
  expect(await texts(page)).toEqual([]);

  await finn.say('ida', 'a secret');
  await expect.poll(() => texts(page)).toEqual(['Waxwing: New message']);
  await expect(page).toHaveTitle('(2) Waxwing');
  await expect(icon(page)).toHaveAttribute('href', /mark-unread/);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('What they show').selectOption({ label: 'Who wrote, and what' });
  await finn.say('ida', 'a lamp');
  await expect.poll(() => texts(page)).toEqual(['Finn Aas (@finn): a lamp']);

  await page.getByRole('link', { name: 'Inbox' }).click();
  await conversations(page).getByText('a lamp').click();
  await look(page, true);
  await expect.poll(() => texts(page)).toEqual([]);
  await expect(page).toHaveTitle('Waxwing');
  await expect(icon(page)).not.toHaveAttribute('href', /mark-unread/);

  // Somebody looks at another tab: nothing more is needed.
  const tab = await page.context().newPage();
  await tab.goto('/settings');
  await look(tab, true);
  await look(page, false);
  await finn.say('ida', 'seen in the other tab');
  await expect(tab.getByRole('navigation').getByText('1', { exact: true })).toBeVisible();
  expect(await texts(page)).toEqual([]);
});
