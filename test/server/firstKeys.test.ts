import { X509Certificate, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NewAccount, newAccount } from '../../src/client/account/newAccount.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { selfRemovedEntry } from '../../src/crypto/chainEntries.ts';
import { readChain } from '../../src/crypto/verify/accountChain.ts';
import { startFirstKeys } from '../../src/protocol/api/registration.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { enterLine, registerOnLine, type Shown } from '../support/line.ts';
import { PASSWORD, listen, newMember, type Member } from '../support/member.ts';
import { Cookies, type RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt } from '../support/terminal.ts';

// An account that was made by a certificate request alone gets its encryption keys.

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  amara = await newMember(server.origin, 'amara');
});
afterAll(() => server.close());

const random = (length: number) => new Uint8Array(randomBytes(length));

async function sessionBy(shown: Shown, username: string): Promise<Cookies> {
  const http = new Cookies(server.origin);
  const { status, json } = await certificateAttempt(http, { username, ...shown });
  expect({ status, json }).toMatchObject({ status: 200, json: { self: { account: null }, keys: null } });
  return http;
}

async function bare(username: string): Promise<{ http: Cookies; shown: Shown }> {
  const shown = await registerOnLine(server, username);
  return { shown, http: await sessionBy(shown, username) };
}

/** Keys for that name, as a client makes them, with the first half done in that session. */
function keysFor(http: Cookies, username: string): Promise<NewAccount> {
  const api = new Server(http);
  return newAccount({ server: api, random, deviceLabel: 'First' }, { username, password: PASSWORD }, (asked) =>
    api.call(startFirstKeys, { body: asked }),
  );
}

const bring = (http: Cookies, body: object): Promise<RawAnswer> =>
  http.raw('POST', '/api/v1/account/keys/finish', { body });
const begin = (http: Cookies, account: string): Promise<RawAnswer> =>
  http.raw('POST', '/api/v1/account/keys/start', { body: { account, request: toBase64url(random(32)) } });
const find = (username: string): Promise<RawAnswer> => amara.http.raw('GET', `/api/v1/people/${username}`);
const servedChain = async (http: Cookies): Promise<string[]> =>
  ((await http.raw('GET', '/api/v1/account/keys')).json as { chain: string[] }).chain;

test('[A26] [001.12] it gets them once, is on its first device, and from then on others find it', async () => {
  const { http } = await bare('bram');
  expect(await find('bram')).toMatchObject({ json: { code: 'no_keys' } });
  expect(await http.raw('GET', '/api/v1/rooms')).toMatchObject({ json: { code: 'device_required' } });
  const { account, brought, login } = await keysFor(http, 'bram');
  const answer = await bring(http, brought);
  const self = { account, username: 'bram', displayName: '', role: 'member' } as const;
  expect(answer).toMatchObject({ status: 200, json: self });
  const { held } = login(self);
  const device = toBase64url(held.device.id);
  expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ json: { self, device } });
  expect(await find('bram')).toMatchObject({ status: 200, json: { account, chainHead: { number: 1 } } });
  const talk = await listen({ ...amara, http, api: new Server(http) });
  await talk.close();
  const opened = await openByPassword(new Server(new Cookies(server.origin)), 'bram', PASSWORD);
  expect(toBase64url(opened.account)).toBe(account);

  expect(await begin(http, toBase64url(random(32)))).toMatchObject({ status: 409, json: { code: 'keys_exist' } });
  expect(await bring(http, brought)).toMatchObject({ status: 409, json: { code: 'keys_exist' } });
  expect(await servedChain(http)).toEqual([brought.created]);
});

test('[A26] of two at the same moment one is stored, and nothing of the other', async () => {
  const { http, shown } = await bare('cato');
  const sessions = [http, await sessionBy(shown, 'cato')];
  const made = await Promise.all(sessions.map((each) => keysFor(each, 'cato')));
  const answers = await Promise.all(sessions.map((each, at) => bring(each, made[at]!.brought)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const winner = answers.findIndex(({ status }) => status === 200);
  for (const each of sessions) expect(await servedChain(each)).toEqual([made[winner]!.brought.created]);
  expect(await find('cato')).toMatchObject({ json: { account: made[winner]!.account } });
  expect(await sessions[1 - winner]!.raw('GET', '/api/v1/account')).toMatchObject({ json: { device: null } });
});

test("[A26] nobody's session brings another's keys, and keys of another name are nobody's", async () => {
  const [dora, emil] = [await bare('dora'), await bare('emil')];
  const { brought } = await keysFor(dora.http, 'dora');
  expect(await bring(new Cookies(server.origin), brought)).toMatchObject({ status: 401 });
  expect(await bring(amara.http, brought)).toMatchObject({ status: 409, json: { code: 'keys_exist' } });
  const wrongName = { status: 422, json: { code: 'invalid_chain_entry', field: 'username' } };
  expect(await bring(emil.http, brought)).toMatchObject(wrongName);
  expect(await bring(dora.http, (await keysFor(dora.http, 'amara')).brought)).toMatchObject(wrongName);
  expect(await bring(dora.http, { ...brought, vault: { ...brought.vault, version: 2 } })).toMatchObject({
    status: 400,
    json: { field: 'vault.version' },
  });
  const [seed] = brought.accountKey.seeds;
  const tooFew = { ...brought.accountKey, seeds: [seed] };
  expect(await bring(dora.http, { ...brought, accountKey: tooFew })).toMatchObject({ status: 400 });
  for (const name of ['dora', 'emil']) expect(await find(name)).toMatchObject({ json: { code: 'no_keys' } });
  expect(await bring(dora.http, brought)).toMatchObject({ status: 200 });
  expect(await bring(emil.http, brought)).toMatchObject(wrongName);
});

test("[A26] it is no way around the limits of guessing at another's password", async () => {
  const { http } = await bare('fay');
  expect(await begin(http, amara.account)).toMatchObject({ status: 400, json: { code: 'invalid', field: 'account' } });
});

test('[A26] [X7] a certificate that is revoked meanwhile brings nothing', async () => {
  const { http, shown } = await bare('gita');
  const { brought } = await keysFor(http, 'gita');
  const other = await sessionBy(shown, 'gita');
  const serial = new X509Certificate(shown.chain).serialNumber.toLowerCase();
  expect(await other.raw('DELETE', `/api/v1/account/certificates/${serial}`)).toMatchObject({ status: 204 });
  expect(await bring(http, brought)).toMatchObject({ status: 401 });
  expect(await find('gita')).toMatchObject({ json: { code: 'no_keys' } });
});

test('[X7] the certificate that it began with ends with the device that it made, on the line too', async () => {
  const { http, shown } = await bare('hana');
  const line = await enterLine(server, 'hana', shown);
  const { account, brought, login } = await keysFor(http, 'hana');
  await bring(http, brought);
  const { held, entries } = login({ account, username: 'hana', displayName: '', role: 'member' });
  const entry = selfRemovedEntry(readChain(entries), held.device);
  expect(await http.raw('POST', '/api/v1/account/chain', { body: { entry: toBase64url(entry) } })).toMatchObject({
    status: 200,
  });
  await line.closed;
  expect(line.heard.at(-1)).toBe('error: invalid credentials');
  const again = await certificateAttempt(new Cookies(server.origin), { username: 'hana', ...shown });
  expect(again).toMatchObject({ status: 401 });
});

test('[T9] a line that is open learns that its account has keys', async () => {
  await server.admin({ act: 'set', switch: 'encryption', on: false });
  try {
    const { http, shown } = await bare('ines');
    const line = await enterLine(server, 'ines', shown);
    line.say('@amara before');
    expect(await line.until((said) => said.startsWith('error'))).toContain('no encryption keys yet');
    await bring(http, (await keysFor(http, 'ines')).brought);
    let said = '';
    while (!said.endsWith('after')) {
      line.say('@amara after');
      said = await line.next();
    }
    expect(said).toContain(' ines: @amara after');
    line.socket.destroy();
  } finally {
    await server.admin({ act: 'set', switch: 'encryption', on: true });
  }
});

test('[T9] [001.6] what two without keys say to each other stays on the line, also once one of them has keys', async () => {
  await server.admin({ act: 'set', switch: 'encryption', on: false });
  try {
    const [kai, lou] = [await bare('kai'), await bare('lou')];
    const from = await enterLine(server, 'kai', kai.shown);
    from.say('@lou hey');
    expect(await from.next()).toContain(' kai: @lou hey');
    await bring(lou.http, (await keysFor(lou.http, 'lou')).brought);
    const talk = await listen({ ...amara, http: lou.http, api: new Server(lou.http) });
    from.say('@lou still there?');
    expect(await from.next()).toBe('error: you have no encryption keys yet; waxwing chat makes them');
    const to = await enterLine(server, 'lou', lou.shown);
    expect(await to.next()).toContain(' kai: @lou hey');
    to.say('@kai here');
    expect(await to.next()).toBe('error: kai has no encryption keys yet');
    to.socket.destroy();
    const again = await enterLine(server, 'lou', lou.shown);
    expect(await again.left()).toEqual([]);
    const { json } = await lou.http.raw('GET', '/api/v1/conversations');
    expect(json).toMatchObject({ conversations: [{ kind: 'room' }] });
    expect(talk.heard.filter((frame) => 'conversation' in frame)).toEqual([]);
    for (const line of [from, again]) line.socket.destroy();
    await talk.close();
  } finally {
    await server.admin({ act: 'set', switch: 'encryption', on: true });
  }
});

test('[A26] the first device goes on with the chain', async () => {
  const { http } = await bare('juno');
  const { brought } = await keysFor(http, 'juno');
  await bring(http, brought);
  const chain = readChain((await servedChain(http)).map(fromBase64url));
  expect(chain).toMatchObject({ number: 1, renewalOwed: false });
  expect([...chain.devices.keys()]).toHaveLength(1);
});
