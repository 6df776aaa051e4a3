import { type Browser, type Page, type Worker, expect, test } from '@playwright/test';
import { type Other, must, newOther } from './support/headless.ts';
import { payloads } from './support/payloads.ts';
import { conversations, createAccount, messages, pickMore, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

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

const texts = (place: Pick<Worker, 'evaluate'>): Promise<string[]> =>
  place.evaluate(async () => {
    // In the service worker it is its own; a page has to ask for it.
    const own = Reflect.get(globalThis, 'registration') as ServiceWorkerRegistration | undefined;
    const kept = own ?? (await navigator.serviceWorker.ready);
    return (await kept.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });

/** Brings pokes to the service worker of a page as a push service would, also once no page of the app is there. */
async function pushService(page: Page) {
  const context = page.context();
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  await worker.evaluate(pretendBoard);
  // Asked for a number on its icon, the service worker of a browser without a screen dies.
  await worker.evaluate(() => {
    navigator.setAppBadge = async () => undefined;
    navigator.clearAppBadge = async () => undefined;
  });
  const browser = await context.newCDPSession(await context.newPage());
  const registered = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { registrationId } of versions) resolve(registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  const at = { origin: server.origin, registrationId: await registered, data: '' };
  const poke = async (): Promise<void> => {
    // As when it has begun anew: the client comes from where the browser keeps it.
    await worker.evaluate(() => Reflect.deleteProperty(globalThis, 'findNews'));
    await browser.send('ServiceWorker.deliverPushMessage', at);
  };
  return { worker, poke };
}

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

test('with every tab closed, what came is told as one wants it, and is there unread', async ({ browser }) => {
  let page = await newPage(browser, 'jon');
  const context = page.context();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Notify me on this device').click();
  await expect(page.getByLabel('What they show')).toBeVisible();
  const { worker, poke } = await pushService(page);
  await page.close();
  await finn.say('jon', 'a secret');
  await poke();
  await expect.poll(() => texts(worker)).toEqual(['Waxwing: New message']);

  page = await context.newPage();
  await page.goto('/settings');
  await page.getByLabel('What they show').selectOption({ label: 'Who wrote, and what' });
  await expect(page).toHaveTitle('(1) Waxwing');
  await page.close();
  const name = '<img src=x onerror=alert(1)>';
  must(await finn.device.client.setDisplayName(name));
  for (const text of [payloads[0] ?? '', payloads[9] ?? '']) {
    await finn.say('jon', text);
    await poke();
    await expect.poll(() => texts(worker)).toEqual([`${name} (@finn): ${text}`]);
  }

  page = await context.newPage();
  await page.goto('/');
  await expect(page).toHaveTitle('(3) Waxwing');
  await conversations(page).getByRole('listitem').click();
  await expect(messages(page).getByText('a secret')).toBeVisible();
  await expect(page).toHaveTitle('Waxwing');
  await pickMore(page, 'Notifications');
  await page.getByLabel('Notifications', { exact: true }).selectOption({ label: 'Muted' });
  await page.getByRole('button', { name: 'Set' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.close();
  await finn.say('jon', 'not heard');
  await poke();
  await expect.poll(() => texts(worker)).toEqual([]);
});
