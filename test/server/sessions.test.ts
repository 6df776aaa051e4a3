import { afterAll, beforeAll, expect, test } from 'vitest';
import { readKeyFile } from '../../src/cli/ssh/keyFile.ts';
import { signWith } from '../../src/cli/ssh/signer.ts';
import { claim } from '../../src/client/account/login.ts';
import { loginBySsh } from '../../src/client/account/sshLogin.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { addSshKeys } from '../../src/protocol/api/sshKeys.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };
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

test('[A22] an SSH key brings no suspended device back, the password in that session does', async () => {
  await server.admin({ act: 'set', switch: 'ssh-authentication', on: true });
  const finn = await newMember(server.origin, 'finn');
  const { line, privateKey } = vectors.keys[0]!;
  await finn.api.call(addSshKeys, { body: { text: line } });
  clock.advance(91 * DAY);
  const api = new Server(new Cookies(server.origin));
  const { entered, instance } = await loginBySsh(api, server.origin, 'finn', (message, namespace) =>
    signWith(readKeyFile(privateKey), namespace, message),
  );
  const of = { instance, account: fromBase64url(finn.account), challenge: entered.challenge };
  await expect(claim(api, of, finn.device)).rejects.toMatchObject({ code: 'proof_required' });
  const { answer } = await openByPassword(api, 'finn', PASSWORD);
  await claim(api, { ...of, challenge: answer.challenge }, finn.device);
  expect((await api.call(listDevices)).devices).toMatchObject([{ state: 'live', current: true }]);
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
