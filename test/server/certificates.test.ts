import { X509Certificate, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomeDevice } from '../../src/client/account/login.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { sign } from '../../src/crypto/signingKey.ts';
import { selfRemovedEntry } from '../../src/crypto/chainEntries.ts';
import { purposes } from '../../src/crypto/labels.ts';
import { sessionClaim } from '../../src/crypto/verify/proofs.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { handClock } from '../support/handClock.ts';
import { PASSWORD, chainOf, listen, newMember, type Member } from '../support/member.ts';
import { Cookies, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey, terminalKey, type KeyKind } from '../support/terminal.ts';

const DAY = 24 * 3600_000;
const clock = handClock();
let server: TestServer;
let amara: Member;
let bram: Member;
beforeAll(async () => {
  server = await bootServer({ clock });
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
});
afterAll(() => server.close());

const serialOf = (chain: string): string => new X509Certificate(chain).serialNumber.toLowerCase();
const account = (http: Cookies) => http.raw('GET', '/api/v1/account');
const listed = async (http: Cookies): Promise<{ serial: string; label: string }[]> => {
  const { json } = await http.raw('GET', '/api/v1/account/certificates');
  return (json as { certificates: { serial: string; label: string }[] }).certificates;
};
const revoke = (http: Cookies, serial: string) => http.raw('DELETE', `/api/v1/account/certificates/${serial}`);
const turn = (name: string, on: boolean) => server.admin({ act: 'set', switch: name, on });

describe("[001.8] the authority's certificate", () => {
  test('[X4] is there for everybody, and the same after a restart', async () => {
    const answer = await raw(server.origin, 'GET', '/ca.pem');
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-pem-file' } });
    expect(new X509Certificate(answer.text).ca).toBe(true);
    expect(answer.text).not.toContain('PRIVATE');
    await server.restart();
    expect((await raw(server.origin, 'GET', '/ca.pem')).text).toBe(answer.text);
    expect(fs.statSync(path.join(server.data, 'secrets', 'ca')).mode & 0o777).toBe(0o700);
  });
});

describe('[001.8] certificates over the API', () => {
  test('[M11] [X1] [X2] a session gets one for its own account, whatever the request says', async () => {
    const { key, request } = await terminalKey();
    const body = { request: toBase64url(await request({ name: 'CN=bram' })), label: ' Kitchen\u202e ' };
    const answer = await amara.http.raw('POST', '/api/v1/account/certificates', { body });
    expect(answer.status).toBe(200);
    const { chain } = answer.json as { chain: string };
    const [leaf = '', authority = ''] = chain.split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(new X509Certificate(leaf).subject).toBe('CN=amara');
    expect(authority).toBe((await raw(server.origin, 'GET', '/ca.pem')).text);
    expect(await listed(amara.http)).toEqual([
      { serial: serialOf(leaf), label: 'Kitchen', issuedAt: clock.now(), endsAt: clock.now() + 30 * DAY },
    ]);
    expect(await certificateAttempt(new Cookies(server.origin), { username: 'bram', chain, key })).toMatchObject({
      status: 401,
    });
  });

  test.each<KeyKind>(['RSA of 1024 bits', 'P-521', 'RSA signed with SHA-1'])('[X1] %s is refused', async (kind) => {
    const { request } = await terminalKey(kind);
    const body = { request: toBase64url(await request()), label: 'Weak' };
    expect(await amara.http.raw('POST', '/api/v1/account/certificates', { body })).toMatchObject({
      status: 422,
      json: { code: 'invalid_certificate_request' },
    });
  });

  test('[X1] garbage and what is huge are refused', async () => {
    for (const request of ['AAAA', toBase64url(new Uint8Array(randomBytes(5000)))]) {
      const body = { request, label: 'x' };
      const answer = await amara.http.raw('POST', '/api/v1/account/certificates', { body });
      expect(answer).toMatchObject({ status: 422, json: { code: 'invalid_certificate_request' } });
    }
    const body = { request: 'A'.repeat(100_000), label: 'x' };
    expect(await amara.http.raw('POST', '/api/v1/account/certificates', { body })).toMatchObject({ status: 400 });
  });

  test("another's certificate is neither seen nor revoked", async () => {
    const { chain } = await certifiedKey(amara.http);
    expect((await listed(bram.http)).map(({ serial }) => serial)).not.toContain(serialOf(chain));
    expect(await revoke(bram.http, serialOf(chain))).toMatchObject({ status: 404 });
    expect(await revoke(amara.http, serialOf(chain))).toMatchObject({ status: 204 });
    expect(await revoke(amara.http, serialOf(chain))).toMatchObject({ status: 404 });
  });
});

describe('[001.12] log-in by certificate', () => {
  test.each<KeyKind>(['P-256', 'P-384', 'Ed25519', 'RSA of 2048 bits'])('[X5] with a key of %s', async (kind) => {
    const { key, request } = await terminalKey(kind);
    const body = { request: toBase64url(await request()), label: kind };
    const { json } = await bram.http.raw('POST', '/api/v1/account/certificates', { body });
    const http = new Cookies(server.origin);
    const { chain } = json as { chain: string };
    const answer = await certificateAttempt(http, { username: 'bram', chain, key });
    expect(answer).toMatchObject({ status: 200, json: { self: { username: 'bram', account: bram.account } } });
    expect(await account(http)).toMatchObject({ status: 200, json: { device: null } });
    expect(await http.raw('GET', '/api/v1/conversations')).toMatchObject({ json: { code: 'device_required' } });
  });

  test('[X6] it gives no proof of a password, and a device of the account takes the session over', async () => {
    const { key, chain } = await certifiedKey(amara.http);
    const http = new Cookies(server.origin);
    const { json } = await certificateAttempt(http, { username: 'amara', chain, key });
    expect(Object.keys(json as object).toSorted()).toEqual(['challenge', 'keys', 'self']);
    const { challenge } = json as { challenge: string };
    const { instance } = (await raw(server.origin, 'GET', '/api/v1/instance')).json as { instance: string };
    const claim = sessionClaim(instance, fromBase64url(amara.account), fromBase64url(challenge));
    const signature = toBase64url(sign(amara.device.signing, purposes.sessionClaim, claim));
    const device = toBase64url(amara.device.id);
    const claimed = await http.raw('POST', '/api/v1/session/device', { body: { device, challenge, signature } });
    expect(claimed).toMatchObject({ status: 204 });
    expect(await http.raw('GET', '/api/v1/conversations')).toMatchObject({ status: 200 });
  });

  test('[M12] [X5] a challenge is good once, for its name, and for a minute', async () => {
    const { key, chain } = await certifiedKey(amara.http);
    const start = async (username: string): Promise<string> => {
      const { json } = await raw(server.origin, 'POST', '/api/v1/login/certificate/start', { body: { username } });
      return (json as { challenge: string }).challenge;
    };
    const attempt = (challenge: string) =>
      certificateAttempt(new Cookies(server.origin), { username: 'amara', chain, key, challenge });
    const challenge = await start('amara');
    expect(await attempt(challenge)).toMatchObject({ status: 200 });
    expect(await attempt(challenge)).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
    expect(await attempt(await start('bram'))).toMatchObject({ status: 401 });
    expect(await attempt(toBase64url(new Uint8Array(randomBytes(32))))).toMatchObject({ status: 401 });
    const late = await start('amara');
    clock.advance(60_000);
    expect(await attempt(late)).toMatchObject({ status: 401 });
  });

  test('[X5] what was signed for another server is worth nothing here', async () => {
    const { key, chain } = await certifiedKey(amara.http);
    const attempt = (more: { origin?: string; said?: string; instance?: string }) =>
      certificateAttempt(new Cookies(server.origin), { username: 'amara', chain, key, ...more });
    const evil = 'https://evil.example';
    expect(await attempt({ origin: evil })).toMatchObject({ status: 401 });
    expect(await attempt({ origin: evil, said: server.origin })).toMatchObject({ status: 401 });
    expect(await attempt({ origin: server.origin, said: evil })).toMatchObject({ status: 401 });
    expect(await attempt({ instance: 'another' })).toMatchObject({ status: 401 });
    expect(await attempt({})).toMatchObject({ status: 200 });
  });

  test("[M11] [X5] another account's certificate, a stranger's key, and a certificate of another server are told alike", async () => {
    const own = await certifiedKey(amara.http);
    const brams = await certifiedKey(bram.http);
    const elsewhere = await bootServer({ clock });
    try {
      const twin = await newMember(elsewhere.origin, 'amara');
      const foreign = await certifiedKey(twin.http);
      const authority = { key: own.key, chain: (await raw(server.origin, 'GET', '/ca.pem')).text };
      const { key: stranger } = await terminalKey();
      const answers = [];
      for (const tried of [brams, { ...own, key: stranger }, { ...brams, key: own.key }, foreign, authority]) {
        const http = new Cookies(server.origin);
        const { status, text } = await certificateAttempt(http, { username: 'amara', ...tried });
        answers.push({ status, text, cookie: http.cookie });
      }
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({
        status: 401,
        text: expect.stringContaining('invalid_credentials'),
        cookie: null,
      });
    } finally {
      await elsewhere.close();
    }
  });

  test('[X3] one that has ended is refused, and one that followed it goes on', async () => {
    const first = await certifiedKey(bram.http);
    const http = new Cookies(server.origin);
    await certificateAttempt(http, { username: 'bram', ...first });
    await openByPassword(new Server(http), 'bram', PASSWORD);
    clock.advance(20 * DAY);
    const next = await certifiedKey(http);
    clock.advance(10 * DAY);
    const attempt = (with_: typeof first) =>
      certificateAttempt(new Cookies(server.origin), { username: 'bram', ...with_ });
    expect(await attempt(first)).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
    expect(await attempt(next)).toMatchObject({ status: 200 });
  });
});

describe('[001.8] revocation works at once', () => {
  test('[M14] [X7] a revoked certificate logs nobody in, and ends what began with it, the socket too', async () => {
    const cato = await newMember(server.origin, 'cato');
    const { key, chain } = await certifiedKey(cato.http);
    const http = new Cookies(server.origin);
    const { json } = await certificateAttempt(http, { username: 'cato', chain, key });
    const { challenge } = json as { challenge: string };
    const { instance } = (await raw(server.origin, 'GET', '/api/v1/instance')).json as { instance: string };
    const claim = sessionClaim(instance, fromBase64url(cato.account), fromBase64url(challenge));
    const signature = toBase64url(sign(cato.device.signing, purposes.sessionClaim, claim));
    await http.raw('POST', '/api/v1/session/device', {
      body: { device: toBase64url(cato.device.id), challenge, signature },
    });
    const talk = await listen({ ...cato, http, api: new Server(http) });
    expect(await revoke(cato.http, serialOf(chain))).toMatchObject({ status: 204 });
    await talk.closed;
    expect(await account(http)).toMatchObject({ status: 401 });
    expect(await certificateAttempt(new Cookies(server.origin), { username: 'cato', chain, key })).toMatchObject({
      status: 401,
    });
    expect(await account(cato.http)).toMatchObject({ status: 200 });
  });

  test("[X7] a device's certificates end with the device", async () => {
    const dora = await newMember(server.origin, 'dora');
    const other = new Cookies(server.origin);
    const api = new Server(other);
    const random = (length: number) => new Uint8Array(randomBytes(length));
    const opened = await openByPassword(api, 'dora', PASSWORD);
    const login = await becomeDevice({ server: api, random, deviceLabel: 'Second' }, opened, null);
    const { key, chain } = await certifiedKey(other);
    const attempt = () => certificateAttempt(new Cookies(server.origin), { username: 'dora', chain, key });
    expect(await attempt()).toMatchObject({ status: 200 });
    const entry = selfRemovedEntry(await chainOf(dora), login.held.device);
    await other.raw('POST', '/api/v1/account/chain', { body: { entry: toBase64url(entry) } });
    expect(await attempt()).toMatchObject({ status: 401 });
    expect(await listed(dora.http)).toEqual([]);
  });

  test('[X7] a log-out everywhere ends those of others, and keeps those of the own device', async () => {
    const emil = await newMember(server.origin, 'emil');
    const kept = await certifiedKey(emil.http);
    const http = new Cookies(server.origin);
    await certificateAttempt(http, { username: 'emil', ...kept });
    await openByPassword(new Server(http), 'emil', PASSWORD);
    const ended = await certifiedKey(http);
    await emil.http.raw('POST', '/api/v1/logout/everywhere');
    const attempt = (with_: typeof kept) =>
      certificateAttempt(new Cookies(server.origin), { username: 'emil', ...with_ });
    expect(await attempt(ended)).toMatchObject({ status: 401 });
    expect(await attempt(kept)).toMatchObject({ status: 200 });
  });

  test('[X7] while an account is disabled its certificates are worth nothing', async () => {
    const fay = await newMember(server.origin, 'fay');
    const certified = await certifiedKey(fay.http);
    const attempt = () => certificateAttempt(new Cookies(server.origin), { username: 'fay', ...certified });
    await server.admin({ act: 'disable', name: 'fay' });
    expect(await attempt()).toMatchObject({ status: 401 });
    await server.admin({ act: 'enable', name: 'fay' });
    expect(await attempt()).toMatchObject({ status: 200 });
  });
});

describe('[003.2] the switch certificate-authentication', () => {
  test('[X8] off: no log-in, no certificate, and what began with one is out at once, the rest is not', async () => {
    const certified = await certifiedKey(amara.http);
    const http = new Cookies(server.origin);
    await certificateAttempt(http, { username: 'amara', ...certified });
    expect(await account(http)).toMatchObject({ status: 200 });
    await turn('certificate-authentication', false);
    expect(await account(http)).toMatchObject({ status: 401 });
    expect(await account(amara.http)).toMatchObject({ status: 200 });
    expect(await certificateAttempt(new Cookies(server.origin), { username: 'amara', ...certified })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    });
    const { request } = await terminalKey();
    const body = { request: toBase64url(await request()), label: 'x' };
    expect(await amara.http.raw('POST', '/api/v1/account/certificates', { body })).toMatchObject({ status: 403 });
    expect(await listed(amara.http)).not.toEqual([]);
    await turn('certificate-authentication', true);
    expect(await certificateAttempt(new Cookies(server.origin), { username: 'amara', ...certified })).toMatchObject({
      status: 200,
    });
  });

  test('[X8] it is a way to log in: of the two one stays on', async () => {
    expect(await turn('password-authentication', false)).toMatchObject({ on: false });
    await expect(turn('certificate-authentication', false)).rejects.toThrow('last way to log in');
    expect(await turn('password-authentication', true)).toMatchObject({ on: true });
  });
});
