import { type Browser, type BrowserContext, type Locator, type Page, expect, test } from '@playwright/test';

export const PASSWORD = 'quite some wings tonight';

/** Those that are open, and the file of tests that opened them. */
const profiles = new Map<BrowserContext, string>();

/**
 * A browser profile of its own, as another person or another computer would have. Those of the files before are closed: their
 * servers are gone, and they would look for them until the last test.
 */
export async function profile(
  browser: Browser,
  origin: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const { file } = test.info();
  for (const [context, by] of profiles) {
    if (by === file) continue;
    profiles.delete(context);
    await context.close();
  }
  // What a service worker answers no test can put in the way of: installed.spec.ts is about it, and the others do without.
  const context = await browser.newContext({ baseURL: origin, serviceWorkers: 'block', ...options });
  profiles.set(context, file);
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  return page;
}

/** Creates an account as a person does, and answers the recovery code that was shown. */
export async function createAccount(page: Page, username: string, password = PASSWORD): Promise<string> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Create your account' }).click();
  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  return fillAccount(page, username, password);
}

export async function fillAccount(page: Page, username: string, password = PASSWORD): Promise<string> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  return confirmRecoveryCode(page);
}

export async function confirmRecoveryCode(page: Page): Promise<string> {
  const saved = page.getByRole('checkbox', { name: 'I have saved my recovery code' });
  await expect(saved).toBeVisible();
  const code = await page.getByTestId('recovery-code').innerText();
  const proceed = page.getByRole('button', { name: 'Continue' });
  await expect(proceed).toBeDisabled();
  await page.getByText('I have saved my recovery code').click();
  await proceed.click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  return code.replaceAll(/\s+/g, '');
}

export async function logIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Opens the conversation with somebody by their full username. */
export async function writeTo(page: Page, username: string): Promise<void> {
  await page.getByRole('button', { name: 'New message' }).first().click();
  await page.getByLabel('To', { exact: true }).fill(username);
  await page.keyboard.press('Enter');
  await expect(messageBox(page)).toBeVisible();
}

export const messageBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
export const messages = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });
export const conversations = (page: Page): Locator => page.getByRole('list', { name: 'Conversations' });

/** Resolves once a conversation stands where it opens: until then it puts itself there, whoever scrolls. */
export async function opened(page: Page): Promise<void> {
  await expect(messages(page)).not.toHaveAttribute('data-opening');
}

/** Presses a tool of a message. It shows while the pointer is over the message, and what comes in may move that away. */
export async function pressTool(message: Locator, name: string): Promise<void> {
  await expect(async () => {
    await message.hover({ timeout: 5000 });
    await message.getByRole('button', { name }).click({ timeout: 2000 });
  }).toPass();
}

/** What stands in the menu of a conversation. */
export async function pickMore(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

export async function send(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(messages(page).getByText(text, { exact: true })).toBeVisible();
}
