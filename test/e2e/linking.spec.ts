import { type Browser, type Page, expect, test } from '@playwright/test';
import { encode } from 'uqr';
import { type Other, newOther } from './support/headless.ts';
import { expectSound } from './support/looks.ts';
import { PASSWORD, conversations, logIn, messages, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// A new browser is let in by one that is logged in: by the code and a number, and by the QR code's link.

let server: RunningServer;
let mira: Other;
test.beforeAll(async () => {
  server = await runServer();
  [mira] = await Promise.all([newOther(server.origin, 'mira', 'Mira Vogel'), newOther(server.origin, 'noor')]);
  await mira.say('noor', 'from before');
});
test.afterAll(async () => {
  mira.close();
  await server.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const password = (page: Page) => page.getByRole('dialog').getByLabel('Password', { exact: true });
const LABEL = /on Linux|on Mac|on Windows/;

/** A browser where nobody is logged in, on the page with the code. */
async function newBrowser(browser: Browser): Promise<Page> {
  const page = await profile(browser, server.origin);
  await keepLinks(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Log in with another device' }).click();
  await expect(page.getByTestId('linking-code')).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  return page;
}

/** What is in the QR code, as it comes from the worker: a camera would read it from the screen. */
async function keepLinks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = globalThis.SharedWorker;
    globalThis.SharedWorker = class extends Real {
      constructor(...args: ConstructorParameters<typeof SharedWorker>) {
        super(...args);
        this.port.addEventListener('message', ({ data }: MessageEvent) => {
          const link = (data as { state?: { linking?: { link?: string } | null } })?.state?.linking?.link;
          if (link !== undefined) Object.assign(globalThis, { seenLink: link });
        });
      }
    };
  });
}

async function scannedLink(page: Page): Promise<string> {
  const link = await page.evaluate(() => (globalThis as { seenLink?: string }).seenLink);
  if (link === undefined) throw new Error('no link came');
  const whole = server.origin + link;
  const { data } = encode(whole, { ecc: 'M', border: 4 });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  await expect(page.getByTestId('qr').locator('path')).toHaveAttribute('d', rows.join(''));
  return whole;
}

/** A browser of Mira's that is logged in. */
async function oldBrowser(browser: Browser): Promise<Page> {
  const page = await profile(browser, server.origin);
  await logIn(page, 'mira');
  await expect(heading(page, 'Inbox')).toBeVisible();
  return page;
}

async function expectIn(page: Page): Promise<void> {
  await expect(conversations(page).getByText('noor')).toBeVisible();
  await conversations(page).getByText('noor').click();
  await expect(messages(page).getByText('from before')).toBeVisible();
}

test('by the code: the same number on both, the password on the old one, and the history is there', async ({
  browser,
}) => {
  const [fresh, old] = [await newBrowser(browser), await oldBrowser(browser)];
  await expectSound(fresh, 'link-waiting');
  await old.goto('/settings');
  await button(old, 'Link a device').click();
  await expectSound(old, 'link-code');
  await button(old, 'Continue').click();
  await expect(old.getByText('Enter the code.')).toBeVisible();
  await old.getByLabel('Code', { exact: true }).fill('0000 0000');
  await button(old, 'Continue').click();
  await expect(old.getByText('No device is waiting with this code.')).toBeVisible();
  await expectSound(old, 'link-code-wrong');
  await old
    .getByLabel('Code', { exact: true })
    .fill((await fresh.getByTestId('linking-code').innerText()).toLowerCase());
  await old.keyboard.press('Enter');

  await expect(heading(fresh, 'Log in as mira?')).toBeFocused();
  const number = await fresh.getByTestId('number').innerText();
  expect(number.replaceAll(/\s/g, '')).toMatch(/^\d{9}$/);
  await expect(old.getByTestId('number')).toHaveText(number);
  await expectSound(fresh, 'link-number-new');
  await expectSound(old, 'link-number-old');
  await button(fresh, 'They are the same').click();
  await expect(fresh.getByText('Now enter your password on the other device.')).toBeVisible();
  await expectSound(fresh, 'link-confirmed');
  await button(old, 'They are the same').click();
  await password(old).fill('not the password at all');
  await old.keyboard.press('Enter');
  await expect(old.getByText('That is not your password.')).toBeVisible();
  await expectSound(old, 'link-password');
  await password(old).fill(PASSWORD);
  await button(old, 'Link device').click();
  await expect(heading(old, 'Device linked')).toBeVisible();
  await expectSound(old, 'link-done');
  await button(old, 'Done').click();
  await expectIn(fresh);
  await expect(old.getByRole('listitem').filter({ hasText: LABEL })).toHaveCount(2);
});

test('by the scanned link: no number, and where nobody is logged in yet, log-in comes first', async ({ browser }) => {
  const fresh = await newBrowser(browser);
  const link = await scannedLink(fresh);
  const old = await profile(browser, server.origin);
  await old.goto(link);
  await expect(old.getByText('Log in here first.')).toBeVisible();
  await expectSound(old, 'link-log-in-first');
  await old.getByLabel('Username').fill('mira');
  await old.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(old, 'Log in').click();
  await expect(old.getByRole('heading', { name: /^Let in/ })).toBeVisible();
  expect(new URL(old.url()).hash).toBe('');
  await password(old).fill(PASSWORD);
  await button(old, 'Link device').click();
  await expect(heading(old, 'Device linked')).toBeVisible();
  await button(old, 'Done').click();
  await expect(old).toHaveURL(/\/settings$/);
  await expectIn(fresh);
  await expect(fresh).toHaveURL(/\/c\//);
});

test('a code that is gone is told on both sides, with a way to go on', async ({ browser }) => {
  const [fresh, old] = [await newBrowser(browser), await oldBrowser(browser)];
  const link = await scannedLink(fresh);
  await fresh.getByRole('link', { name: 'Log in', exact: true }).click();
  await expect(heading(fresh, 'Log in')).toBeVisible();
  await old.goto(link);
  await expect(old.getByText('This device is not waiting any more.')).toBeVisible();
  await expectSound(old, 'link-scan-again');
  await old.keyboard.press('Escape');
  await expect(old).toHaveURL(/\/settings$/);
});
