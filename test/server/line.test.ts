import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterLine, registerOnLine } from '../support/line.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
});
afterAll(() => server.close());

test('[001.1] to [001.5] an account by a certificate request alone logs in and talks', async () => {
  const sam = await enterLine(server, 'sam', await registerOnLine(server, 'sam'));
  sam.say('hello');
  expect(await sam.next()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d sam: hello$/);
  sam.say('/users');
  expect(await sam.next()).toBe('sam');
  sam.say('/exit');
  await sam.closed;
});
