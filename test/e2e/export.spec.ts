import fs from 'node:fs';
import { type Download, type Page, expect, test } from '@playwright/test';
import { createAccount, messages, profile, send, writeTo } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const HOSTILE = '</p><script>alert(1)</script><img src=x onerror=alert(2)> & "quotes" &lt;b&gt;';

async function save(page: Page, button: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await expect(page.getByText('The file is complete.')).toBeVisible();
  return download;
}

test('[000.9] everything of one’s own goes into a file that others can read, and nothing in it runs', async ({
  browser,
}, info) => {
  const [amara, bram] = [await profile(browser, server.origin), await profile(browser, server.origin)];
  await createAccount(amara, 'amara');
  await createAccount(bram, 'bram');
  await writeTo(amara, 'bram');
  await send(amara, 'Two lines\nof mine');
  await send(amara, HOSTILE);
  await expect(messages(amara).getByText('"quotes"')).toBeVisible();
  await amara.getByRole('link', { name: 'Settings' }).click();

  const json = await save(amara, 'Save as JSON');
  expect(json.suggestedFilename()).toMatch(/^waxwing-amara-\d{4}-\d\d-\d\d\.json$/);
  const kept = JSON.parse(fs.readFileSync(await json.path(), 'utf8'));
  expect(kept).toMatchObject({
    account: { username: 'amara', server: server.origin },
    devices: [{}],
    conversations: [
      { with: 'bram', encrypted: true, messages: [{ type: 'text', text: 'Two lines\nof mine' }, { text: HOSTILE }] },
      { name: 'lobby', encrypted: false, messages: [] },
    ],
  });

  const page = await save(amara, 'Save as a page');
  const file = info.outputPath('export.html');
  await page.saveAs(file);
  const reader = await browser.newPage();
  let ran = false;
  reader.on('dialog', (dialog) => {
    ran = true;
    void dialog.dismiss();
  });
  await reader.goto(`file://${file}`);
  await expect(reader.getByRole('heading', { name: 'Conversations of amara' })).toBeVisible();
  await expect(reader.getByRole('article')).toHaveCount(2);
  expect(await reader.getByRole('article').last().getByRole('paragraph').textContent()).toBe(HOSTILE);
  expect(await reader.locator('script, img').count()).toBe(0);
  expect(ran).toBe(false);
  await reader.close();
});
