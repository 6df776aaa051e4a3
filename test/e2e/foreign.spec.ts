import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Page, expect, test } from '@playwright/test';
import { conversations, createAccount, logIn, messages, profile, send, writeTo } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// Row 000.7: another site, open in the same browser as Waxwing, can do nothing with the visitor's session.

let server: RunningServer;
let site: http.Server;
let address: string;
test.beforeAll(async () => {
  server = await runServer();
  site = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Another site</title><h1>Another site</h1>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
});
test.afterAll(async () => {
  site.close();
  await server.close();
});

interface Asked {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly credentials?: 'omit';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What comes of a request from the page: its status, `opaque`, or `refused`. */
const ask = (page: Page, path: string, init: Asked = {}) =>
  page.evaluate(
    ([url, options]) =>
      fetch(url, { credentials: 'include', ...options }).then(
        ({ type, status }) => (type === 'opaque' ? 'opaque' : status),
        () => 'refused',
      ),
    [server.origin + path, init] as const,
  );

test('[M44] [M60] another site can neither call the API nor open the socket nor frame the app', async ({ browser }) => {
  const eva = await profile(browser, server.origin);
  await createAccount(eva, 'eva');
  const finn = await profile(browser, server.origin);
  await createAccount(finn, 'finn');
  await writeTo(eva, 'finn');
  await send(eva, 'for finn alone');

  const other = await eva.context().newPage();
  await other.goto(address);
  await expect(other.getByRole('heading', { name: 'Another site' })).toBeVisible();

  // Nothing of it can be read, with the cookies of the visitor or without.
  for (const path of ['/api/v1/instance', '/api/v1/conversations', '/api/v1/account/devices']) {
    expect(await ask(other, path), path).toBe('refused');
    expect(await ask(other, path, { credentials: 'omit' }), path).toBe('refused');
  }
  // And what is asked blindly does nothing.
  for (const path of ['/api/v1/logout', '/api/v1/logout/everywhere', '/api/v1/socket/ticket']) {
    const blind = { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{}' } as const;
    expect(await ask(other, path, blind), path).toMatch(/opaque|refused/);
    expect(
      await ask(other, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    ).toBe('refused');
  }

  const socket = await other.evaluate(
    (url) =>
      new Promise((resolve) => {
        const line = new WebSocket(url, ['waxwing.v1', 'ticket.AAAA']);
        line.onopen = () => resolve('open');
        line.onerror = () => resolve('refused');
      }),
    `${server.origin.replace('http', 'ws')}/api/v1/socket`,
  );
  expect(socket).toBe('refused');

  await other.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  }, server.origin);
  const framed = () => other.frames().find((frame) => frame !== other.mainFrame());
  await expect.poll(() => framed()?.url()).toBe('chrome-error://chromewebdata/');
  expect(await framed()?.getByRole('heading').count()).toBe(0);

  // A form takes the visitor along to the API, and still does nothing there.
  await other.evaluate((url) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: url });
    document.body.append(form);
    form.submit();
  }, `${server.origin}/api/v1/logout`);
  await expect(other).toHaveURL(/\/api\/v1\/logout$/);

  await eva.reload();
  await expect(messages(eva).getByText('for finn alone', { exact: true })).toBeVisible();
  await send(eva, 'still logged in');
  await expect(conversations(finn).getByText('still logged in')).toBeVisible();
  const second = await profile(browser, server.origin);
  await logIn(second, 'eva');
  await expect(conversations(second).getByText('still logged in')).toBeVisible();
});
