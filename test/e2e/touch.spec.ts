import { type Browser, type Locator, type Page, devices, expect, test } from '@playwright/test';
import { newOther } from './support/headless.ts';
import { conversations, createAccount, logIn, messageBox, messages, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// A phone: fingers, no hovering, one pane at a time.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7'];

test('a finger opens, answers, deletes and goes back', async ({ browser }) => {
  const page = await profile(browser, server.origin, pixel);
  await createAccount(page, 'eva');
  const finn = await newOther(server.origin, 'finn', 'Finn Aas');
  await finn.say('eva', 'Did the notary get back to you?', 'Tap me', 'Hold me');
  await conversations(page).getByText('Finn Aas').tap();
  const tapped = messages(page).getByRole('article').filter({ hasText: 'Tap me' });
  const held = messages(page).getByRole('article').filter({ hasText: 'Hold me' });
  await expect(held).toBeVisible();
  await expect(messageBox(page)).not.toBeFocused();
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(tapped.getByRole('button', { name: 'Reply' })).toBeHidden();

  await tapped.tap();
  await expect(tapped.getByRole('button', { name: 'Reply' })).toBeVisible();
  await expect(held.getByRole('button', { name: 'Reply' })).toBeHidden();
  await hold(page, held.getByText('Hold me'));
  await expect(held.getByRole('button', { name: 'Delete message' })).toBeVisible();
  await expect(tapped.getByRole('button', { name: 'Reply' })).toBeHidden();
  await held.getByRole('button', { name: 'Delete message' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).tap();
  await expect(held).toHaveCount(0);

  await tapped.tap();
  await tapped.getByRole('button', { name: 'Reply' }).tap();
  await expect(messageBox(page)).toBeFocused();
  await messageBox(page).fill('Tapped');
  await page.getByRole('button', { name: 'Send' }).tap();
  await expect(messages(page).getByText('Finn Aas: Tap me')).toBeVisible();
  await expect(messageBox(page)).toBeFocused();
  await page.getByRole('button', { name: 'Back to the inbox' }).tap();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  for (const target of await page.getByRole('button').or(page.getByRole('link')).or(page.getByRole('tab')).all()) {
    const box = await target.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), await target.innerText()).toBeGreaterThanOrEqual(44);
  }
  finn.close();
});

test('[003.8] journeys 2 and 3 by touch: two people talk and delete; another phone has it all by the password', async ({
  browser,
}) => {
  const eva = await phone(browser);
  await createAccount(eva, 'gerda');
  const finn = await newOther(server.origin, 'henk', 'Henk Aas');
  await eva.getByRole('button', { name: 'New message' }).first().tap();
  await eva.getByLabel('To', { exact: true }).fill('henk');
  await eva.getByRole('button', { name: 'Open conversation' }).tap();
  await expect(eva.getByText('End-to-end encrypted')).toBeVisible();
  await say(eva, 'Did the notary get back to you?');
  const conversation = await finn.say('gerda', 'What notary?');
  await finn.read(conversation, 'Did the notary get back to you?');
  await expect(messages(eva).getByText('What notary?')).toBeVisible();
  await expect(messages(eva).getByText(/Read/)).toBeVisible();
  await finn.reply(conversation, 'Did the notary get back to you?', 'Oh, that one. Yes.');
  await expect(messages(eva).getByText('Oh, that one. Yes.', { exact: true })).toBeVisible();
  await say(eva, 'A slip of the thumb');

  const second = await phone(browser);
  await logIn(second, 'gerda');
  await conversations(second).getByText('A slip of the thumb').tap();
  for (const text of ['What notary?', 'Oh, that one. Yes.'])
    await expect(messages(second).getByText(text, { exact: true })).toBeVisible();

  const slip = messages(eva).getByRole('article').filter({ hasText: 'A slip of the thumb' });
  await slip.tap();
  await slip.getByRole('button', { name: 'Delete message' }).tap();
  await eva.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).tap();
  await expect(slip).toHaveCount(0);
  await expect(messages(second).getByText('Deleted message')).toBeVisible();
  await eva.getByRole('button', { name: 'Delete conversation' }).tap();
  await eva.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).tap();
  await expect(eva.getByText('No conversations yet.')).toBeVisible();
  await expect(messages(second).getByText('What notary?')).toHaveCount(0);
  finn.close();
});

/** With the soak its network is slow, and its processor four times slower than this one. */
async function phone(browser: Browser): Promise<Page> {
  const page = await profile(browser, server.origin, pixel);
  if (process.env['WAXWING_SOAK'] === undefined) return page;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.enable');
  const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  await session.send('Network.emulateNetworkConditions', slow);
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text);
  await page.getByRole('button', { name: 'Send' }).tap();
  await expect(messages(page).getByText(text, { exact: true })).toBeVisible();
}

/** A finger that stays until the browser takes it for a long press. */
async function hold(page: Page, target: Locator): Promise<void> {
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const session = await page.context().newCDPSession(page);
  const place = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  await session.send('Input.synthesizeTapGesture', { ...place, duration: 1_000, gestureSourceType: 'touch' });
}
