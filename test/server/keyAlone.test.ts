import { X509Certificate, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyFile } from '../../src/cli/ssh/keyFile.ts';
import { signWith } from '../../src/cli/ssh/signer.ts';
import { becomeDevice, claim } from '../../src/client/account/login.ts';
import { newAccount } from '../../src/client/account/newAccount.ts';
import { loginBySsh } from '../../src/client/account/sshLogin.ts';
import { openByPassword, openByRecoveryCode } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { startRegistration } from '../../src/crypto/password.ts';
import { finishFirstKeys, startFirstKeys } from '../../src/protocol/api/registration.ts';
import { addSshKeys, removeSshKey } from '../../src/protocol/api/sshKeys.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { registerOnLine, type Shown } from '../support/line.ts';
import { PASSWORD, listen, newMember, type Member } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey, terminalKey } from '../support/terminal.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };

// Somebody has copied a key or a certificate, and nothing else: what they can do with it, and that all of it ends with it.

const random = (length: number) => new Uint8Array(randomBytes(length));
const [first, second] = vectors.keys as [(typeof vectors.keys)[0], (typeof vectors.keys)[0]];

let server: TestServer;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  await turn('ssh-authentication', true);
});
afterAll(() => server.close());

const turn = (name: string, on: boolean) => server.admin({ act: 'set', switch: name, on });
const account = (http: Cookies) => http.raw('GET', '/api/v1/account');
const revoke = (http: Cookies, { chain }: Pick<Shown, 'chain'>) =>
  http.raw('DELETE', `/api/v1/account/certificates/${new X509Certificate(chain).serialNumber.toLowerCase()}`);
const isGood = async (username: string, shown: Shown): Promise<boolean> =>
  (await certificateAttempt(new Cookies(server.origin), { username, ...shown })).status === 200;
const logoutEverywhere = (http: Cookies) => http.raw('POST', '/api/v1/logout/everywhere');
const gone = { status: 401 };
const proofRequired = { status: 409, json: { code: 'proof_required' } };

/** Somebody with both SSH keys of the vectors. */
async function owner(username: string): Promise<Member> {
  const member = await newMember(server.origin, username);
  await member.api.call(addSshKeys, { body: { text: `${first.line}\n${second.line}` } });
  return member;
}

async function bySsh(
  username: string,
  { privateKey } = first,
): Promise<{ http: Cookies; challenge: string; instance: string }> {
  const http = new Cookies(server.origin);
  const signer = readKeyFile(privateKey);
  const { entered, instance } = await loginBySsh(new Server(http), server.origin, username, (message, namespace) =>
    signWith(signer, namespace, message),
  );
  return { http, challenge: entered.challenge, instance };
}

async function byCertificate(username: string, shown: Shown): Promise<Cookies> {
  const http = new Cookies(server.origin);
  expect(await certificateAttempt(http, { username, ...shown })).toMatchObject({ status: 200 });
  return http;
}

/** A session by SSH key that is on the owner's own device. */
async function onDevice(member: Member, key = first): Promise<Cookies> {
  const { http, challenge, instance } = await bySsh(member.username, key);
  const of = { instance, account: fromBase64url(member.account), challenge };
  await claim(new Server(http), of, member.device);
  return http;
}

async function askCertificate(http: Cookies): Promise<{ status: number; json: unknown }> {
  const { request } = await terminalKey();
  const body = { request: toBase64url(await request()), label: 'Terminal' };
  return http.raw('POST', '/api/v1/account/certificates', { body });
}

/** The account has encryption keys from now on, made in that session. */
async function makeKeys(username: string, http: Cookies): Promise<void> {
  const api = new Server(http);
  const made = await newAccount(
    { server: api, random, deviceLabel: 'First' },
    { username, password: PASSWORD },
    (asked) => api.call(startFirstKeys, { body: asked }),
  );
  await api.call(finishFirstKeys, { body: made.brought });
}

describe('[M14] [003.3] [Q8] what began with an SSH key ends with it', () => {
  test('when it is removed, at once: sessions, sockets, certificates and what began with these', async () => {
    const amara = await owner('amara');
    const [alone, here, other] = [await bySsh('amara'), await onDevice(amara), await onDevice(amara, second)];
    const talk = await listen({ ...amara, http: here, api: new Server(here) });
    const asked = await certifiedKey(here);
    const later = await byCertificate('amara', asked);
    const untouched = await certifiedKey(other);
    await amara.api.call(removeSshKey, { query: { fingerprint: first.fingerprint } });
    expect(await talk.closed).toBe(1008);
    for (const http of [alone.http, here, later]) expect(await account(http)).toMatchObject(gone);
    expect(await isGood('amara', asked)).toBe(false);
    for (const http of [other, amara.http]) expect(await account(http)).toMatchObject({ status: 200 });
    expect(await isGood('amara', untouched)).toBe(true);
  });

  test("a removed key ends nothing of another account's that has the same", async () => {
    const [bram, cato] = [await owner('bram'), await owner('cato')];
    const theirs = await onDevice(cato);
    await bram.api.call(removeSshKey, { query: { fingerprint: first.fingerprint } });
    expect(await account(theirs)).toMatchObject({ status: 200 });
  });

  test('[Q7] while the switch is off all of it is out, sockets too; on again it is good again', async () => {
    const dora = await owner('dora');
    const here = await onDevice(dora);
    const talk = await listen({ ...dora, http: here, api: new Server(here) });
    await turn('ssh-authentication', false);
    try {
      await talk.closed;
      expect(await account(here)).toMatchObject(gone);
      expect(await account(dora.http)).toMatchObject({ status: 200 });
    } finally {
      await turn('ssh-authentication', true);
    }
    expect(await account(here)).toMatchObject({ status: 200 });
  });

  test('[A23] the switch of passwords binds logging in only: what began with one stays', async () => {
    const emil = await owner('emil');
    await turn('password-authentication', false);
    try {
      expect(await account(emil.http)).toMatchObject({ status: 200 });
    } finally {
      await turn('password-authentication', true);
    }
  });
});

describe('[003.3] [X11] a copied key alone', () => {
  test.each(['an SSH key', 'a certificate'])('%s gets no certificate, and logs nobody out', async (what) => {
    const name = what === 'an SSH key' ? 'fay' : 'gerd';
    const member = await owner(name);
    const stolen = await certifiedKey(member.http);
    const enter = async () => (what === 'an SSH key' ? (await bySsh(name)).http : byCertificate(name, stolen));
    const thief = await enter();
    expect(await askCertificate(thief)).toMatchObject(proofRequired);
    expect(await logoutEverywhere(thief)).toMatchObject(proofRequired);
    expect(await account(member.http)).toMatchObject({ status: 200 });

    await openByPassword(new Server(thief), name, PASSWORD);
    expect(await askCertificate(thief)).toMatchObject({ status: 200 });
    const byCode = await enter();
    await openByRecoveryCode(new Server(byCode), name, member.recoveryCode);
    expect(await askCertificate(byCode)).toMatchObject({ status: 200 });
    expect(await logoutEverywhere(byCode)).toMatchObject({ status: 204 });
    expect(await account(member.http)).toMatchObject(gone);
  });

  test.each(['an SSH key', 'a certificate'])(
    '%s sees no devices, takes nobody their certificates, and guesses at no password',
    async (what) => {
      const name = what === 'an SSH key' ? 'karl' : 'lotte';
      const member = await owner(name);
      const [stolen, other] = [await certifiedKey(member.http), await certifiedKey(member.http)];
      const thief = what === 'an SSH key' ? (await bySsh(name)).http : await byCertificate(name, stolen);
      const { request } = await startRegistration('a guess');
      const guess = () => thief.raw('POST', '/api/v1/account/password/start', { body: { request } });
      const tries = {
        devices: () => thief.raw('GET', '/api/v1/account/devices'),
        certificates: () => thief.raw('GET', '/api/v1/account/certificates'),
        'SSH keys': () => thief.raw('GET', '/api/v1/account/ssh-keys'),
        'revoking another': () => revoke(thief, other),
        'revoking its own': () => revoke(thief, stolen),
        'a guess at the password': guess,
      };
      for (const [asked, attempt] of Object.entries(tries)) {
        const { status, json } = await attempt();
        expect({ asked, status, code: (json as { code?: string }).code }).toEqual({
          asked,
          ...(asked === 'SSH keys'
            ? { status: 403, code: 'device_required' }
            : { status: 409, code: 'proof_required' }),
        });
      }
      for (const one of [stolen, other]) expect(await isGood(name, one)).toBe(true);

      // What it is for: to open the account with the password, and then it is a log-in as any other.
      await openByPassword(new Server(thief), name, PASSWORD);
      expect(await tries.devices()).toMatchObject({ status: 200 });
      expect(await guess()).toMatchObject({ status: 200 });
      expect(await revoke(thief, other)).toMatchObject({ status: 204 });
    },
  );

  test("the account's own device with it is more than a key: its terminal renews its certificate by itself", async () => {
    const hugo = await owner('hugo');
    expect(await askCertificate(await onDevice(hugo))).toMatchObject({ status: 200 });
  });

  test("a password for another's session confirms nothing here", async () => {
    await owner('ida');
    await owner('jan');
    const { http } = await bySsh('ida');
    await openByPassword(new Server(http), 'jan', PASSWORD);
    expect(await account(http)).toMatchObject({ json: { self: { username: 'jan' } } });
    const { http: again } = await bySsh('ida');
    expect(await askCertificate(again)).toMatchObject(proofRequired);
  });
});

describe('[M14] [001.8] [X7] what a copied certificate asked for ends with it', () => {
  test('and what was asked for with that, without end; certificates beside it stay', async () => {
    const bare = await registerOnLine(server, 'mona');
    const lars = await registerOnLine(server, 'lars');
    const next = await certifiedKey(await byCertificate('mona', bare));
    const third = await certifiedKey(await byCertificate('mona', next));
    const session = await byCertificate('mona', third);
    expect(await revoke(await byCertificate('mona', bare), bare)).toMatchObject({ status: 204 });
    expect(await account(session)).toMatchObject(gone);
    for (const shown of [bare, next, third]) expect(await isGood('mona', shown)).toBe(false);
    expect(await isGood('lars', lars)).toBe(true);
  });

  test('[X11] an account without encryption keys has nothing more than its certificate, until it has keys', async () => {
    const shown = await registerOnLine(server, 'pim');
    const [own, thief] = [await byCertificate('pim', shown), await byCertificate('pim', shown)];
    const asked = await certifiedKey(thief);
    await makeKeys('pim', own);
    expect(await askCertificate(thief)).toMatchObject(proofRequired);
    expect(await logoutEverywhere(thief)).toMatchObject(proofRequired);
    expect(await logoutEverywhere(own)).toMatchObject({ status: 204 });
    expect(await isGood('pim', asked)).toBe(false);
  });

  test('in a session of a device, too: whoever revokes the one, revokes the other', async () => {
    const nora = await owner('nora');
    const stolen = await certifiedKey(nora.http);
    const session = await byCertificate('nora', stolen);
    const vault = await openByPassword(new Server(session), 'nora', PASSWORD);
    await becomeDevice({ server: new Server(session), random, deviceLabel: 'Terminal' }, vault, null);
    const asked = await certifiedKey(session);
    expect(await revoke(nora.http, stolen)).toMatchObject({ status: 204 });
    expect(await isGood('nora', asked)).toBe(false);
    expect(await account(session)).toMatchObject(gone);
  });

  test('whoever revokes the old one with the new one keeps the new one', async () => {
    const old = await registerOnLine(server, 'olaf');
    const sibling = await certifiedKey(await byCertificate('olaf', old));
    const next = await certifiedKey(await byCertificate('olaf', old));
    const http = await byCertificate('olaf', next);
    const after = await certifiedKey(http);
    expect(await revoke(http, old)).toMatchObject({ status: 204 });
    expect(await account(http)).toMatchObject({ status: 200 });
    for (const shown of [next, after]) expect(await isGood('olaf', shown)).toBe(true);
    for (const shown of [old, sibling]) expect(await isGood('olaf', shown)).toBe(false);
    expect(await revoke(http, next)).toMatchObject({ status: 204 });
    expect(await isGood('olaf', after)).toBe(false);
  });
});
