import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeDevice } from '../../src/client/account/login.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { selfRemovedEntry } from '../../src/crypto/chainEntries.ts';
import { finishLogin, startLogin } from '../../src/crypto/password.ts';
import { appendToChain, getSelf, listDevices } from '../../src/protocol/api/account.ts';
import * as login from '../../src/protocol/api/login.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { listConversations } from '../../src/protocol/api/conversations.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import { PASSWORD, chainOf, listen, newMember, type Member } from '../support/member.ts';
import { Cookies, comparable } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { randomBytes } from 'node:crypto';

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
});
afterAll(() => server.close());

const random = (length: number) => new Uint8Array(randomBytes(length));

/** Both halves of a log-in; answers the last. */
async function attempt(http: Cookies, username: string, password: string) {
  const api = new Server(http);
  const { instance } = await api.call(getInstance);
  const { state, request } = await startLogin(password);
  const started = await api.call(login.startLogin, { body: { username, request } });
  const finished = await finishLogin(password, state, started.response, { account: started.account, instance });
  const finish = finished?.finish ?? toBase64url(random(64));
  return {
    started,
    answer: await http.raw('POST', '/api/v1/login/finish', { body: { login: started.login, finish } }),
  };
}

describe('[000.1] logging in', () => {
  test('[M14] [M55] the password opens a session, which ends with the log-out', async () => {
    const http = new Cookies(server.origin);
    const { answer } = await attempt(http, 'amara', PASSWORD);
    expect(answer).toMatchObject({ status: 200, json: { self: { username: 'amara', role: 'member' } } });
    expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 200, json: { device: null } });
    expect(await http.raw('GET', '/api/v1/conversations')).toMatchObject({
      status: 403,
      json: { code: 'device_required' },
    });
    const { cookie } = http;
    expect(await http.raw('POST', '/api/v1/logout')).toMatchObject({
      status: 204,
      headers: { 'set-cookie': [expect.stringContaining('Max-Age=0')] },
    });
    http.cookie = cookie;
    expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
  });

  test('names are found however they are typed', async () => {
    const { started } = await attempt(new Cookies(server.origin), '  AMARA ', PASSWORD);
    expect(started.account).toBe(amara.account);
  });

  test('the log says whose account a try is about, and never a name that nobody has: it may be a password', async () => {
    const before = server.logged.length;
    for (const [name, password] of [
      ['hunter2-hunter2', 'no'],
      ['amara', 'no'],
      ['amara', PASSWORD],
    ] as const)
      await attempt(new Cookies(server.origin), name, password);
    const tries = (): string[] =>
      server.logged
        .slice(before)
        .map((line) => JSON.parse(line) as { event: string; who?: string })
        .filter(({ event }) => event.startsWith('log-in'))
        .map(({ event, who = 'nobody' }) => `${event}: ${who}`);
    await expect.poll(tries).toHaveLength(6);
    expect(tries().filter((_, at) => at % 2 === 0)).toEqual([
      'log-in begun: nobody',
      'log-in begun: amara',
      'log-in begun: amara',
    ]);
    expect(tries().filter((_, at) => at % 2 === 1)).toEqual([
      'log-in refused: nobody',
      'log-in refused: amara',
      'log-in: amara',
    ]);
    expect(server.logged.join()).not.toContain('hunter2');
  });

  test('[M21] [A8] [A9] [001.12] a wrong password and an unknown name are told alike, byte for byte', async () => {
    const wrong = await attempt(new Cookies(server.origin), 'amara', 'not the password');
    const unknown = await attempt(new Cookies(server.origin), 'nobody-here', 'not the password');
    const again = await attempt(new Cookies(server.origin), 'nobody-here', 'not the password');
    expect(comparable(wrong.answer)).toEqual(comparable(unknown.answer));
    expect(wrong.answer).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
    expect(unknown.started.account).toBe(again.started.account);
    const shape = ({ login: token, account, response }: typeof wrong.started) => [
      token.length,
      account.length,
      response.length,
    ];
    expect(shape(unknown.started)).toEqual(shape(wrong.started));
  });

  test('[M21] [A14] recovery of an unknown name is told like a wrong code', async () => {
    const http = new Cookies(server.origin);
    const answers = [];
    for (const username of ['amara', 'nobody-here']) {
      const { json } = await http.raw('POST', '/api/v1/recovery/start', { body: { username } });
      const { recovery, account } = json as { recovery: string; account: string };
      expect(account).toHaveLength(43);
      const body = { recovery, signature: toBase64url(random(64)) };
      answers.push(comparable(await http.raw('POST', '/api/v1/recovery/finish', { body })));
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 401 });
  });

  test('[M12] [A9] a log-in is finished once, and an invented one never', async () => {
    const http = new Cookies(server.origin);
    const api = new Server(http);
    const { instance } = await api.call(getInstance);
    const { state, request } = await startLogin(PASSWORD);
    const {
      login: token,
      account,
      response,
    } = await api.call(login.startLogin, { body: { username: 'amara', request } });
    const finished = await finishLogin(PASSWORD, state, response, { account, instance });
    const body = { login: token, finish: finished!.finish };
    expect(await http.raw('POST', '/api/v1/login/finish', { body })).toMatchObject({ status: 200 });
    http.cookie = null;
    expect(await http.raw('POST', '/api/v1/login/finish', { body })).toMatchObject({ status: 401 });
    const invented = { ...body, login: toBase64url(random(32)) };
    expect(await http.raw('POST', '/api/v1/login/finish', { body: invented })).toMatchObject({ status: 401 });
  });

  test('[A12] within the own session the password is only confirmed: no other cookie', async () => {
    const { answer } = await attempt(amara.http, 'amara', PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test("[A4] registering with an account's id is refused: it would be a guess past every limit", async () => {
    const { request } = await startLogin('a guess');
    const body = { username: 'another', account: amara.account, request };
    expect(await new Cookies(server.origin).raw('POST', '/api/v1/registration/start', { body })).toMatchObject({
      status: 400,
      json: { code: 'invalid', field: 'account' },
    });
  });
});

describe('a session without a device of the account', () => {
  async function secondDevice(member: Member): Promise<{ http: Cookies; api: Server; id: string }> {
    const http = new Cookies(server.origin);
    const api = new Server(http);
    const vault = await openByPassword(api, member.username, PASSWORD);
    const { held } = await becomeDevice({ server: api, random, deviceLabel: 'Second' }, vault, null);
    return { http, api, id: toBase64url(held.device.id) };
  }

  test('[C15] adds one, and is then its session', async () => {
    const bram = await newMember(server.origin, 'bram');
    const { api, id } = await secondDevice(bram);
    expect(await api.call(getSelf)).toMatchObject({ device: id });
    const { devices } = await api.call(listDevices);
    expect(devices.filter(({ current }) => current)).toHaveLength(1);
    await api.call(listConversations);
  });

  test('logging out everywhere ends every other session at once, open sockets too', async () => {
    const cato = await newMember(server.origin, 'cato');
    const second = await secondDevice(cato);
    const talk = await listen({ ...cato, http: second.http, api: second.api });
    const asked = Date.now();
    await cato.api.call(login.logoutEverywhere);
    expect(await talk.the('bye')).toEqual({ ev: 'bye', code: 'unauthenticated' });
    await talk.closed;
    expect(Date.now() - asked).toBeLessThan(5000);
    expect(await second.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
    await cato.api.call(getSelf);
  });

  test("a device's own removal comes from its own session only", async () => {
    const eva = await newMember(server.origin, 'eva');
    const { api } = await secondDevice(eva);
    const entry = toBase64url(selfRemovedEntry(await chainOf(eva), eva.device));
    await expect(api.call(appendToChain, { body: { entry } })).rejects.toMatchObject({ code: 'forbidden' });
    const withoutDevice = new Server(new Cookies(server.origin));
    await openByPassword(withoutDevice, 'eva', PASSWORD);
    await expect(withoutDevice.call(appendToChain, { body: { entry } })).rejects.toMatchObject({
      code: 'device_required',
    });
  });

  test('[C15] a device that logs itself out ends its session and loses its cookie', async () => {
    const dora = await newMember(server.origin, 'dora');
    const talk = await listen(dora);
    const entry = toBase64url(selfRemovedEntry(await chainOf(dora), dora.device));
    const answer = await dora.http.raw('POST', '/api/v1/account/chain', { body: { entry } });
    expect(answer).toMatchObject({ status: 200, headers: { 'set-cookie': [expect.stringContaining('Max-Age=0')] } });
    expect(await talk.the('bye')).toEqual({ ev: 'bye', code: 'device_required' });
    expect(dora.http.cookie).toBeNull();
  });
});

describe('[004.4] the session cookie', () => {
  test('[H5] is out of reach of scripts and of other sites', async () => {
    const http = new Cookies(server.origin);
    const { answer } = await attempt(http, 'amara', PASSWORD);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^waxwing=[A-Za-z0-9_-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('[M59] altered in one character is no session', async () => {
    const cookie = amara.http.cookie!;
    for (const at of [8, 20, cookie.length - 2]) {
      const other = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
      const stranger = new Cookies(server.origin);
      stranger.cookie = other;
      expect(await stranger.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
    }
  });
});
