import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyFile } from '../../src/cli/ssh/keyFile.ts';
import { type SshSigner, signWith } from '../../src/cli/ssh/signer.ts';
import { becomeDevice } from '../../src/client/account/login.ts';
import { loginBySsh } from '../../src/client/account/sshLogin.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { SSH_NAMESPACE, certificateLogin, sshLogin } from '../../src/crypto/verify/proofs.ts';
import { listConversations } from '../../src/protocol/api/conversations.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import { addSshKeys, listSshKeys, removeSshKey, startSshLogin } from '../../src/protocol/api/sshKeys.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { handClock } from '../support/handClock.ts';
import { PASSWORD, newMember, type Member } from '../support/member.ts';
import { Cookies, comparable, type RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };

const clock = handClock();
const random = (length: number) => new Uint8Array(randomBytes(length));
let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer({ clock });
  amara = await newMember(server.origin, 'amara');
  await turn(true);
  await amara.api.call(addSshKeys, { body: { text: vectors.keys.map(({ line }) => line).join('\n') } });
});
afterAll(() => server.close());

const turn = (on: boolean) => server.admin({ act: 'set', switch: 'ssh-authentication', on });
const [ed25519, ecdsa] = vectors.keys.map(({ privateKey }) => readKeyFile(privateKey)) as [SshSigner, SshSigner];
const lines = vectors.keys.map(({ line }) => line);

interface Attempt {
  readonly http?: Cookies;
  readonly username?: string;
  readonly signer?: SshSigner;
  readonly origin?: string;
  readonly namespace?: string;
  readonly message?: (instance: string, origin: string, username: string, challenge: Uint8Array) => Uint8Array;
  readonly signature?: (right: string) => string;
  readonly meanwhile?: (challenge: string) => unknown;
}

/** Both halves of a log-in, with one thing wrong in it; answers the last. */
async function attempt(wrong: Attempt = {}): Promise<RawAnswer> {
  const { http = new Cookies(server.origin), username = 'amara', signer = ed25519 } = wrong;
  const { origin = server.origin, namespace = SSH_NAMESPACE, message = sshLogin, signature = (right) => right } = wrong;
  const api = new Server(http);
  const { instance } = await api.call(getInstance);
  const { challenge } = await api.call(startSshLogin, { body: { username } });
  await wrong.meanwhile?.(challenge);
  const signed = await signWith(signer, namespace, message(instance, origin, username, fromBase64url(challenge)));
  return http.raw('POST', '/api/v1/login/ssh/finish', { body: { challenge, origin, signature: signature(signed) } });
}

const refused = { status: 401, json: { code: 'invalid_credentials' } };

describe('[003.3] logging in by SSH key', () => {
  test.each(vectors.keys)('[Q6] $name opens a session without a device', async ({ privateKey, fingerprint }) => {
    const http = new Cookies(server.origin);
    const api = new Server(http);
    const signer = readKeyFile(privateKey);
    const sign = (message: Uint8Array, namespace: string) => signWith(signer, namespace, message);
    const { entered, next } = await loginBySsh(api, server.origin, ' AMARA', sign);
    expect(entered).toMatchObject({ self: { username: 'amara', account: amara.account } });
    expect(entered).not.toHaveProperty('proof');
    expect(next).toBe('link_or_open');
    await expect(api.call(listConversations)).rejects.toMatchObject({ code: 'device_required' });
    await expect(api.call(listSshKeys)).rejects.toMatchObject({ code: 'device_required' });
    const { keys } = await amara.api.call(listSshKeys);
    expect(keys.find((key) => key.fingerprint === fingerprint)).toMatchObject({ usedAt: clock.now() });
  });

  test('[Q6] the password opens the vault in that session, and makes it one on a device', async () => {
    const http = new Cookies(server.origin);
    expect(await attempt({ http })).toMatchObject({ status: 200 });
    const { cookie } = http;
    const api = new Server(http);
    const vault = await openByPassword(api, 'amara', PASSWORD);
    await becomeDevice({ server: api, random, deviceLabel: 'Terminal' }, vault, null);
    expect(http.cookie).toBe(cookie);
    await api.call(listConversations);
  });

  test.each<[string, Attempt]>([
    ['a signature of another namespace', { namespace: 'file' }],
    ['one of the next version of the namespace', { namespace: 'waxwing-login@v2' }],
    ['one for another challenge', { message: (a, b, c) => sshLogin(a, b, c, random(32)) }],
    ['one for another instance', { message: (_, b, c, d) => sshLogin('elsewhere', b, c, d) }],
    ['one for another origin', { message: (a, _, c, d) => sshLogin(a, 'https://example.org', c, d) }],
    ['one made for and at another origin', { origin: 'https://example.org' }],
    ['one for another name', { message: (a, b, _, d) => sshLogin(a, b, 'bram', d) }],
    ['one for another purpose', { message: certificateLogin }],
    ['a signature of nothing', { signature: () => '' }],
    ['a signature cut short', { signature: (right) => right.slice(0, -40) }],
  ])('[Q3] [Q4] %s is refused', async (_, wrong) => {
    expect(await attempt(wrong)).toMatchObject(refused);
    expect(await attempt()).toMatchObject({ status: 200 });
  });

  test('[M12] [Q3] a challenge is good once, and for a minute', async () => {
    const signatures: string[] = [];
    const http = new Cookies(server.origin);
    const { challenge } = await new Server(http).call(startSshLogin, { body: { username: 'amara' } });
    const { instance } = await new Server(http).call(getInstance);
    const message = sshLogin(instance, server.origin, 'amara', fromBase64url(challenge));
    signatures.push(await signWith(ed25519, SSH_NAMESPACE, message), await signWith(ecdsa, SSH_NAMESPACE, message));
    const finish = (signature: string) =>
      new Cookies(server.origin).raw('POST', '/api/v1/login/ssh/finish', {
        body: { challenge, origin: server.origin, signature },
      });
    expect(await finish(signatures[0]!)).toMatchObject({ status: 200 });
    for (const signature of signatures) expect(await finish(signature)).toMatchObject(refused);
    expect(await attempt({ meanwhile: () => clock.advance(59_999) })).toMatchObject({ status: 200 });
    expect(await attempt({ meanwhile: () => clock.advance(60_000) })).toMatchObject(refused);
  });

  test("[M21] [Q5] an unknown name, an account without keys and somebody else's key are told alike", async () => {
    await newMember(server.origin, 'bram');
    const cato = await newMember(server.origin, 'cato');
    await cato.api.call(addSshKeys, { body: { text: lines[1]! } });
    const answers = [
      await attempt({ username: 'nobody-here' }),
      await attempt({ username: 'bram' }),
      await attempt({ username: 'cato' }),
    ];
    for (const answer of answers) expect(comparable(answer)).toEqual(comparable(answers[0]!));
    expect(answers[0]).toMatchObject(refused);
    expect(await attempt({ username: 'cato', signer: ecdsa })).toMatchObject({ status: 200 });
  });

  test('[Q5] whoever tries again and again waits ever longer, as with a password', async () => {
    const dora = await newMember(server.origin, 'dora');
    for (let tried = 0; tried < 30; tried++) expect(await attempt({ username: 'dora' })).toMatchObject(refused);
    const start = () =>
      new Cookies(server.origin).raw('POST', '/api/v1/login/ssh/start', { body: { username: 'dora' } });
    expect(await start()).toMatchObject({ status: 429, json: { retryAfter: 1 } });
    clock.advance(1000);
    expect(await attempt({ username: 'dora' })).toMatchObject(refused);
    clock.advance(1000);
    expect(await start()).toMatchObject({ status: 429 });
    clock.advance(1000);
    await dora.api.call(addSshKeys, { body: { text: lines[0]! } });
    expect(await attempt({ username: 'dora' })).toMatchObject({ status: 200 });
  });

  test('[Q1] a removed key is refused at once, also when it was removed between both halves', async () => {
    const eva = await newMember(server.origin, 'eva');
    const fingerprint = vectors.keys[0]!.fingerprint;
    const remove = () => eva.api.call(removeSshKey, { query: { fingerprint } });
    await eva.api.call(addSshKeys, { body: { text: lines[0]! } });
    expect(await attempt({ username: 'eva' })).toMatchObject({ status: 200 });
    expect(await attempt({ username: 'eva', meanwhile: remove })).toMatchObject(refused);
    expect(await attempt({ username: 'eva' })).toMatchObject(refused);
    await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a disabled account is refused', async () => {
    const finn = await newMember(server.origin, 'finn');
    await finn.api.call(addSshKeys, { body: { text: lines[0]! } });
    await server.admin({ act: 'disable', name: 'finn' });
    expect(await attempt({ username: 'finn' })).toMatchObject(refused);
  });

  test('[Q7] off, as it is by default, everybody is refused with the same words; keys may be added', async () => {
    const http = new Cookies(server.origin);
    const challenge = await new Server(http).call(startSshLogin, { body: { username: 'amara' } });
    await turn(false);
    try {
      const off = { status: 403, json: { code: 'forbidden' } };
      const answers = [
        await http.raw('POST', '/api/v1/login/ssh/start', { body: { username: 'amara' } }),
        await http.raw('POST', '/api/v1/login/ssh/start', { body: { username: 'nobody-here' } }),
        await http.raw('POST', '/api/v1/login/ssh/finish', {
          body: { ...challenge, origin: server.origin, signature: 'x' },
        }),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject(off);
        expect(answer.text).toBe(answers[0]!.text);
      }
      const gerda = await newMember(server.origin, 'gerda');
      expect(await gerda.api.call(listSshKeys)).toEqual({ keys: [], on: false });
      expect(await gerda.api.call(addSshKeys, { body: { text: lines[0]! } })).toMatchObject({ added: 1 });
    } finally {
      await turn(true);
    }
  });
});

describe('[003.3] the SSH keys of an account', () => {
  test('[Q2] are pasted line by line, and of each line it is said why it was not taken', async () => {
    const hugo = await newMember(server.origin, 'hugo');
    const { weak, certificate, encryptedPrivateKey } = vectors.refused;
    const [first, second] = lines as [string, string];
    const text = [
      '# my keys',
      `${first} on the\u202E laptop`,
      '',
      weak,
      certificate,
      encryptedPrivateKey.split('\n')[0]!,
      `no-pty ${second}`,
      'ssh-dss AAAA',
      'hello',
      first,
      second.split(' ').slice(0, 2).join(' '),
    ].join('\r\n');
    const { keys, added, refused: not } = await hugo.api.call(addSshKeys, { body: { text } });
    expect(keys.map(({ type, label }) => `${type} ${label}`).toSorted()).toEqual([
      'ecdsa-sha2-nistp256 ',
      'ssh-ed25519 ed25519 of a test on the laptop',
    ]);
    expect(added).toBe(2);
    expect(not).toEqual([
      { line: 4, why: 'weak' },
      { line: 5, why: 'certificate' },
      { line: 6, why: 'private_key' },
      { line: 7, why: 'options' },
      { line: 8, why: 'unknown_type' },
      { line: 9, why: 'not_a_key' },
      { line: 10, why: 'known' },
    ]);
    expect(await hugo.api.call(listSshKeys)).toEqual({ keys, on: true });
  });

  test('[Q1] are twenty at most, and only from a device of the account', async () => {
    const ines = await newMember(server.origin, 'ines');
    const key = () =>
      `ssh-ed25519 ${Buffer.concat([Buffer.from('0000000b7373682d6564323535313900000020', 'hex'), random(32)]).toString('base64')}`;
    const many = Array.from({ length: 22 }, key).join('\n');
    const { added, refused: not } = await ines.api.call(addSshKeys, { body: { text: many } });
    expect(added).toBe(20);
    expect(not).toEqual([
      { line: 21, why: 'too_many' },
      { line: 22, why: 'too_many' },
    ]);
    const stranger = new Cookies(server.origin);
    expect(await stranger.raw('GET', '/api/v1/account/ssh-keys')).toMatchObject({ status: 401 });
    const withoutDevice = new Server(stranger);
    await openByPassword(withoutDevice, 'ines', PASSWORD);
    const refusal = { code: 'device_required' };
    await expect(withoutDevice.call(addSshKeys, { body: { text: lines[0]! } })).rejects.toMatchObject(refusal);
    const { fingerprint } = vectors.keys[0]!;
    await expect(withoutDevice.call(removeSshKey, { query: { fingerprint } })).rejects.toMatchObject(refusal);
  });
});
