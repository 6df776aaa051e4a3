import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import {
  article,
  articleOf,
  comments,
  type CommentsWorld,
  commentsWorld,
  expectWritten,
  mainForm,
  tag,
  write,
} from './support/otherSite.ts';

// Over HTTPS a comment stays its author's for a while, on a page of another site as well.

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-embed-'));
test.use({ ignoreHTTPSErrors: true });

let front: https.Server;
let world: CommentsWorld;
let behind = 0;
test.beforeAll(async () => {
  if (!hasOpenssl()) return;
  front = https.createServer(certificate(), (request, response) => {
    const { method, url, headers } = request;
    const passed = http.request({ port: behind, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const origin = `https://localhost:${(front.address() as AddressInfo).port}`;
  world = await commentsWorld({ flags: { origin, 'trusted-proxies': '127.0.0.1' } });
  behind = world.server.port;
});
test.afterAll(async () => {
  front?.close();
  await world?.close();
  fs.rmSync(folder, { recursive: true });
});

function certificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert];
  const { status, said } = openssl(folder, 'req', '-x509', ...made, '-days', '2', '-subj', '/CN=localhost');
  if (status !== 0) throw new Error(said);
  return { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
}

/** Opens a page with the tag. */
async function open(page: Page, key: string): Promise<void> {
  await page.goto(world.site.put(`/${key}`, article({ body: tag(world.server.origin, key) })));
  await expect(mainForm(page)).toBeVisible();
}

test('[O8] an author changes a comment and takes it back, from the browser that wrote it and no other', async ({
  page,
  browser,
}) => {
  if (!hasOpenssl()) return;
  await world.thread('mine');
  await open(page, 'mine');
  expect(await page.context().cookies()).toEqual([]);
  await write(mainForm(page), 'Thier pump.');
  await expectWritten(page, 'Thier pump.');
  expect(await page.context().cookies()).toMatchObject([
    { name: '__Host-waxwing-author', secure: true, httpOnly: true, sameSite: 'None', partitionKey: 'http://127.0.0.1' },
  ]);
  await page.reload();
  await articleOf(page, 'Thier pump.').getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('form', { name: 'Edit' });
  await expect(edit.getByLabel('Message')).toBeFocused();
  await edit.getByLabel('Message').fill('');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByLabel('Message')).toHaveAccessibleDescription('Write a message.');
  await edit.getByLabel('Message').fill('Their pump.');
  await page.keyboard.press('Control+Enter');
  await expectWritten(page, 'Their pump.');
  await expect(articleOf(page, 'Their pump.')).toContainText('edited');
  await expect(page.getByRole('status')).toHaveText('Your comment is changed.');

  const other = await browser.newPage();
  await open(other, 'mine');
  await expect(articleOf(other, 'Their pump.').getByRole('button')).toHaveText(['Reply']);
  await articleOf(other, 'Their pump.').getByRole('button', { name: 'Reply' }).click();
  await write(other.getByRole('form', { name: 'Reply to Ada' }), 'Whose?', 'Bram');
  await expectWritten(other, 'Whose?');

  await page.reload();
  await articleOf(page, 'Their pump.').getByRole('button', { name: 'Delete' }).click();
  await page.keyboard.press('Escape');
  await expect(articleOf(page, 'Their pump.').getByRole('button', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  const question = page.getByRole('group', { name: 'Delete your comment?' });
  await question.getByRole('button', { name: 'Delete' }).click();
  // Its place stays: something answers it.
  await expect(page.getByRole('article').first()).toHaveText('This comment was deleted.');
  await expect(comments(page).getByRole('heading')).toHaveText('1 comment');
  await other.reload();
  await expect(other.getByRole('article').first()).toHaveText('This comment was deleted.');
  await articleOf(other, 'Whose?').getByRole('button', { name: 'Delete' }).click();
  await other.getByRole('group').getByRole('button', { name: 'Delete' }).click();
  await expect(other.getByText('Whose?')).toHaveCount(0);
  await other.close();
});

test('[O8] one that waits is seen by its author alone, and waits again once it was changed', async ({
  page,
  browser,
}) => {
  if (!hasOpenssl()) return;
  await world.thread('waits', 'approval');
  await open(page, 'waits');
  await write(mainForm(page), 'Is this thing on?');
  await expectWritten(page, 'Is this thing on?');
  await page.reload();
  await expect(articleOf(page, 'Is this thing on?')).toContainText('Waiting for review');
  const other = await browser.newPage();
  await open(other, 'waits');
  await expect(other.getByText('No comments yet')).toBeVisible();
  await world.approve('waits');
  await page.reload();
  await expect(comments(page).getByRole('heading')).toHaveText('1 comment');
  await articleOf(page, 'Is this thing on?').getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('form', { name: 'Edit' }).getByLabel('Message').fill('It is.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(articleOf(page, 'It is.')).toContainText('Waiting for review');
  await expect(comments(page).getByRole('heading')).toHaveText('Comments');
  await other.close();
});
