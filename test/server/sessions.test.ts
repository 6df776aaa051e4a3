import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDevices } from '../../src/protocol/api/account.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { handClock } from '../support/handClock.ts';
import { PASSWORD, newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { openTalk } from '../support/talk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let server: TestServer;
const clock = handClock();
beforeAll(async () => {
  server = await bootServer({ clock });
});
afterAll(() => server.close());

test('a session that is used goes on, one that is not ends after 90 days', async () => {
  const { http } = await newMember(server.origin, 'amara');
  for (let month = 0; month < 6; month++) {
    clock.advance(60 * DAY);
    const answer = await http.raw('GET', '/api/v1/account');
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toContain('Max-Age=7776000');
  }
  const soon = await http.raw('GET', '/api/v1/account');
  expect(soon.headers['set-cookie']).toBeUndefined();
  clock.advance(90 * DAY + MINUTE);
  expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
});

test('a session survives a restart of the server', async () => {
  const { http } = await newMember(server.origin, 'bram');
  await server.restart();
  expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 200, json: { self: { username: 'bram' } } });
});

test('a device unseen for 90 days is suspended', async () => {
  await newMember(server.origin, 'cato');
  clock.advance(91 * DAY);
  const api = new Server(new Cookies(server.origin));
  await openByPassword(api, 'cato', PASSWORD);
  const { devices } = await api.call(listDevices);
  expect(devices).toMatchObject([{ state: 'suspended', current: false }]);
});

test('a ticket is good for 30 s, a log-in for 60 s', async () => {
  const dora = await newMember(server.origin, 'dora');
  const { ticket } = await dora.api.call(openSocket);
  clock.advance(30_000);
  await expect(openTalk(server.origin, ticket)).rejects.toThrow('401');
  const { json } = await dora.http.raw('POST', '/api/v1/recovery/start', { body: { username: 'dora' } });
  clock.advance(60_000);
  const body = { recovery: (json as { recovery: string }).recovery, signature: 'A'.repeat(86) };
  expect(await dora.http.raw('POST', '/api/v1/recovery/finish', { body })).toMatchObject({ status: 401 });
});

test('who opens a socket and says nothing is gone after 10 s', async () => {
  const eva = await newMember(server.origin, 'eva');
  const { ticket } = await eva.api.call(openSocket);
  const talk = await openTalk(server.origin, ticket);
  await expect.poll(() => talk.socket.readyState).toBe(talk.socket.OPEN);
  clock.advance(10_000);
  expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
  await talk.closed;
});
