import { type Page, expect, test } from '@playwright/test';
import { adminLink } from '../support/admin.ts';
import { expectSound } from './support/looks.ts';
import {
  confirmRecoveryCode,
  conversations,
  createAccount,
  messages,
  pickMore,
  profile,
  send,
  writeTo,
} from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// Two people compare their safety numbers, and what that means once one of them is somebody new.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const SAME = 'I have compared them: they are the same';

test('[C24] a safety number that was compared says so; after a reset only comparing again settles it', async ({
  browser,
}) => {
  const [page, contact] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(page, 'rosa');
  await createAccount(contact, 'sven');
  await writeTo(page, 'sven');
  await send(page, 'from the old rosa');
  await conversations(contact).getByText('from the old rosa').click();
  await pickMore(contact, 'Safety number');
  await dialog(contact).getByRole('button', { name: SAME }).click();
  await expect(dialog(contact).getByText('You have compared this number with rosa.')).toBeVisible();
  await expect(dialog(contact).getByRole('button', { name: SAME })).toHaveCount(0);
  await expect(dialog(contact).getByRole('status')).toBeFocused();
  await expectSound(contact, 'safety-number-compared');
  await contact.keyboard.press('Escape');

  const fresh = await profile(browser, server.origin);
  await fresh.goto(`/reset#${await adminLink(server, { act: 'reset', name: 'rosa' })}`);
  await fresh.getByLabel('New password').fill('four other birds tonight');
  await button(fresh, 'Reset my account').click();
  await confirmRecoveryCode(fresh);
  const told = contact.getByRole('alert').filter({ hasText: 'rosa has a new identity.' });
  await expect(told).toContainText('Nothing is sent until you have compared again.');
  await expect(button(contact, 'Accept')).toHaveCount(0);
  await button(contact, 'Compare safety number').click();
  await dialog(contact).getByRole('button', { name: SAME }).click();
  await expect(dialog(contact).getByText('You have compared this number with rosa.')).toBeVisible();
  await contact.keyboard.press('Escape');
  await expect(told).toBeHidden();
  await send(contact, 'so it is you');
  await conversations(fresh).getByText('so it is you').click();
  await expect(messages(fresh).getByText('so it is you', { exact: true })).toBeVisible();
});
