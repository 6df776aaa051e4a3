import { type Page, expect, test } from '@playwright/test';
import { newOther } from './support/headless.ts';
import { conversations, createAccount, messages, pickMore, pressTool, profile, send } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// Anybody may take any display name. Wherever one is shown, the username tells who it is.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

/** What stands above a conversation. */
const heading = (page: Page) => page.getByRole('main').getByRole('region').locator('header').last();

test('two people under one display name are told apart wherever they are named', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'eva');
  const [bram, mallory] = [
    await newOther(server.origin, 'bram', 'Bram Kessler'),
    await newOther(server.origin, 'mallory', 'Bram Kessler'),
  ];
  await bram.say('eva', 'from the one');
  await mallory.say('eva', 'from the other');
  const row = (text: string) => conversations(page).getByRole('listitem').filter({ hasText: text });
  for (const [text, username] of [
    ['from the one', 'bram'],
    ['from the other', 'mallory'],
  ] as const) {
    await expect(row(text).getByText('Bram Kessler', { exact: true })).toBeVisible();
    await expect(row(text).getByText(`@${username}`, { exact: true })).toBeInViewport({ ratio: 1 });
    await row(text).click();
    await expect(page.getByRole('heading', { name: 'Bram Kessler', exact: true })).toBeVisible();
    await expect(heading(page).getByText(`@${username}`, { exact: true })).toBeInViewport({ ratio: 1 });
    const said = messages(page).getByRole('article', { name: `Bram Kessler (@${username}),` });
    await pressTool(said, 'Reply');
    await expect(page.getByTitle(`Bram Kessler (@${username})`, { exact: true })).toHaveText('Reply to Bram Kessler');
    await send(page, `an answer to ${username}`);
    await expect(messages(page).getByTitle(`Go to this message of Bram Kessler (@${username})`)).toBeVisible();
    await pickMore(page, 'Safety number');
    await expect(page.getByRole('dialog').getByText(`Bram Kessler (@${username})`)).toBeVisible();
    await page.keyboard.press('Escape');
  }
  for (const other of [bram, mallory]) other.close();
});

test('however long a display name is, the username stays in sight', async ({ browser }) => {
  const page = await profile(browser, server.origin, { viewport: { width: 390, height: 844 } });
  await createAccount(page, 'lena');
  const noor = await newOther(
    server.origin,
    'noor',
    `Noor van der Berg-Aalbersberg ${'and Daughters '.repeat(2)}`.trim(),
  );
  await noor.say('lena', 'Hello');
  await expect(conversations(page).getByText('@noor', { exact: true })).toBeInViewport({ ratio: 1 });
  await conversations(page).getByText('Hello').click();
  await expect(heading(page).getByText('@noor', { exact: true })).toBeInViewport({ ratio: 1 });
  noor.close();
});
