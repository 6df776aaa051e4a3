import { type Page, expect, test } from '@playwright/test';
import { expectSound } from './support/looks.ts';
import { PASSWORD, confirmRecoveryCode, createAccount, messages, pressTool, profile, send } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const rooms = (page: Page) => page.getByRole('list', { name: 'Rooms', exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function openLobby(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Rooms' }).click();
  await rooms(page).getByRole('link', { name: /lobby/ }).click();
}

test('[001.5] [003.7] the lobby, and a room that an admin makes: said, read, joined, left', async ({ browser }) => {
  const amara = await profile(browser, server.origin);
  await amara.goto(server.setupLink ?? '');
  await amara.getByLabel('Username').fill('amara');
  await amara.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await amara.getByRole('button', { name: 'Create account' }).click();
  await confirmRecoveryCode(amara);
  const bram = await profile(browser, server.origin);
  await createAccount(bram, 'bram');

  await openLobby(amara);
  await expect(amara.getByText('This room is public. The server can read it.')).toBeVisible();
  await expect(amara.getByText('2 people, 2 online').first()).toBeVisible();
  await expectSound(amara, 'room-empty');
  await send(amara, 'Good morning, everybody');

  const toRooms = bram.getByRole('navigation').getByRole('link', { name: 'Rooms' });
  await expect(bram.getByRole('navigation').getByText('1', { exact: true })).toBeVisible();
  await toRooms.click();
  await expect(rooms(bram).getByText('amara: Good morning, everybody')).toBeVisible();
  await rooms(bram).getByRole('link', { name: /lobby/ }).click();
  await expect(messages(bram).getByText('Good morning, everybody')).toBeVisible();
  await expect(messages(bram).getByText('amara', { exact: true })).toBeVisible();
  await expect(bram.getByRole('navigation').getByText('1', { exact: true })).toBeHidden();
  await send(bram, 'Morning! The waxwings are back.');
  await pressTool(amara.getByRole('article').filter({ hasText: 'Morning!' }), 'Reply');
  await send(amara, 'All forty of them?');
  await expect(messages(bram).getByText('Morning! The waxwings are back.')).toHaveCount(2);
  await expectSound(bram, 'room');

  await button(bram, 'Who is online').click();
  await expect(bram.getByRole('dialog').getByRole('listitem')).toHaveText([/amara/, /bram/]);
  await expectSound(bram, 'room-online');
  await bram.keyboard.press('Escape');

  await pressTool(bram.getByRole('article').filter({ hasText: 'Morning!' }).first(), 'Delete message');
  await bram.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(messages(amara).getByText('Deleted message')).toBeVisible();

  await button(amara, 'New room').click();
  await amara.getByLabel('Name').fill('lobby');
  await button(amara, 'Make room').click();
  await expect(amara.getByRole('dialog').getByRole('alert')).toContainText('already');
  await amara.getByLabel('Name').fill('garden');
  await expectSound(amara, 'room-new');
  await button(amara, 'Make room').click();
  await expect(amara.getByRole('heading', { name: 'garden' })).toBeVisible();
  await send(amara, 'The plums are ripe');

  await bram.reload();
  await expect(button(bram, 'New room')).toBeHidden();
  await button(bram, 'Join garden').click();
  await expect(bram.getByRole('heading', { name: 'garden' })).toBeVisible();
  await expect(messages(bram).getByText('The plums are ripe')).toBeVisible();
  await button(bram, 'Leave room').click();
  await expectSound(bram, 'room-leave');
  await bram.getByRole('dialog').getByRole('button', { name: 'Leave room' }).click();
  await expect(button(bram, 'Join garden')).toBeVisible();
  await expect(rooms(bram).getByRole('link', { name: /garden/ })).toBeHidden();
});

test('a room on a phone: one pane at a time, and the arrow leads back', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await page.setViewportSize({ width: 390, height: 844 });
  await createAccount(page, 'phoebe');
  await openLobby(page);
  await expect(button(page, 'Back to the rooms')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Rooms', exact: true })).toBeHidden();
  await button(page, 'Back to the rooms').click();
  await expect(page.getByRole('heading', { name: 'Rooms', exact: true })).toBeVisible();
});
