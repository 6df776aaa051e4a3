import { type Page, expect, test } from '@playwright/test';
import { askServer } from '../../src/cli/adminSocket.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };
import { expectSound } from './support/looks.ts';
import { createAccount, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const section = (page: Page) => page.getByRole('region', { name: 'SSH keys' });
const rows = (page: Page) => section(page).getByRole('listitem');
const [ed25519, ecdsa] = vectors.keys.map(({ line }) => line) as [string, string];

async function paste(page: Page, text: string): Promise<void> {
  await section(page).getByLabel('Public keys').fill(text);
  await section(page).getByRole('button', { name: 'Add keys' }).click();
}

test('[003.3] SSH keys are added, said what is wrong with, and removed in the settings', async ({ browser }) => {
  const page = await profile(browser, server.origin);
  await createAccount(page, 'noor');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(section(page)).toContainText('This server lets nobody log in with an SSH key at the moment.');
  await expectSound(page, 'settings-ssh-off');

  await askServer(server.data, { act: 'set', switch: 'ssh-authentication', on: true });
  await page.reload();
  await expect(section(page).getByRole('button', { name: 'Add keys' })).toBeDisabled();
  await expect(section(page)).not.toContainText('at the moment');

  await paste(page, vectors.keys[0]!.privateKey);
  await expect(section(page).getByRole('alert')).toContainText('This is a private key.');

  await paste(page, `${ed25519}\n${vectors.refused.weak}\nhello\n${ecdsa}`);
  await expect(rows(page)).toHaveCount(2);
  await expect(section(page)).toContainText('2 keys have been added.');
  await expect(section(page)).toContainText('Line 2: RSA keys need 2048 to 8192 bits.');
  await expect(section(page)).toContainText('Line 3: This is not a public SSH key.');
  await expect(section(page)).toContainText(vectors.keys[0]!.fingerprint);
  await expectSound(page, 'settings-ssh');

  await section(page).getByRole('button', { name: 'Remove ed25519 of a test' }).click();
  await expect(page.getByRole('dialog')).toContainText('Nobody can log in with it any more.');
  await expectSound(page, 'settings-ssh-remove');
  await page.getByRole('button', { name: 'Remove key' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(section(page)).not.toContainText(vectors.keys[0]!.fingerprint);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
});
