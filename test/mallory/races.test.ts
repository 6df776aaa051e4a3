import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshIdentity } from '../../src/client/account/newIdentity.ts';
import { register, reset } from '../../src/client/account/register.ts';
import { setPassword } from '../../src/client/account/settings.ts';
import { openByPassword, openByRecoveryCode } from '../../src/client/account/vaultAccess.ts';
import { nextAccountKey } from '../../src/client/account/renewal.ts';
import { Server } from '../../src/client/server.ts';
import { accountKeyEntry } from '../../src/crypto/chainEntries.ts';
import { finishLogin, startLogin } from '../../src/crypto/password.ts';
import { purposes } from '../../src/crypto/labels.ts';
import { sign } from '../../src/crypto/signingKey.ts';
import { sessionClaim } from '../../src/crypto/verify/proofs.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import * as login from '../../src/protocol/api/login.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { Sessions } from '../../src/server/store/sqlite/sessions.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { PASSWORD, chainOf, listen, newMember, talkWith, type Member } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { openTalk } from '../support/talk.ts';

// Two at once, one after the other, and what belongs to somebody else: whatever is good once is good once.

const random = (length: number) => new Uint8Array(randomBytes(length));
const NEW = 'eleven slow barges 63';

let server: TestServer;
let amara: Member;
let bram: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
});
afterAll(() => server.close());

const stranger = () => ({ server: new Server(new Cookies(server.origin)), random, deviceLabel: 'A stranger' });
const linkTo = async (request: object): Promise<string> => {
  const { link } = (await server.admin(request)) as { link: string };
  return link.split('#')[1] ?? '';
};
async function outcomes(acts: readonly Promise<unknown>[]): Promise<{ done: number; codes: unknown[] }> {
  const settled = await Promise.allSettled(acts);
  const codes = settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: unknown }).code] : []));
  return { done: settled.length - codes.length, codes };
}

test('[M12] [M28] an invitation lets one in, of five who come with it at once', async () => {
  await server.admin({ act: 'set', switch: 'registration', on: false });
  const invitation = await linkTo({ act: 'invite' });
  const all = ['eva', 'eve', 'evi', 'evo', 'evu'].map((username) =>
    register(stranger(), { username, password: PASSWORD, invitation }),
  );
  expect(await outcomes(all)).toEqual({ done: 1, codes: Array.from({ length: 4 }, () => 'link_spent') });
  await server.admin({ act: 'set', switch: 'registration', on: true });
});

test('[M28] the setup link makes one admin, of three who come with it at once', async () => {
  const fresh = await bootServer();
  const setup = fresh.setupLink?.split('#')[1] ?? '';
  const all = ['una', 'uno', 'unu'].map((username) => newMember(fresh.origin, username, { setup }));
  expect(await outcomes(all)).toMatchObject({ done: 1 });
  const users = (await fresh.admin({ act: 'users' })) as { role: string }[];
  expect(users.map(({ role }) => role)).toEqual(['admin']);
  await fresh.close();
});

test('[M12] [M27] a reset link works once, of two at once, and only the newest of the account', async () => {
  await newMember(server.origin, 'cato');
  const [older, link] = [await linkTo({ act: 'reset', name: 'cato' }), await linkTo({ act: 'reset', name: 'cato' })];
  expect(await outcomes([reset(stranger(), older, NEW)])).toEqual({ done: 0, codes: ['link_spent'] });
  const both = await outcomes([reset(stranger(), link, NEW), reset(stranger(), link, NEW)]);
  expect(both.done).toBe(1);
  expect(['link_spent', 'chain_moved']).toContain(both.codes[0]);
});

test('[M18] of twenty entries that follow the same one, one is taken', async () => {
  const chain = await chainOf(bram);
  const { seed } = await vaultSeed(bram);
  const entries = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const next = await nextAccountKey(chain, new Map([[1, seed]]), null, random);
      const entry = accountKeyEntry(chain, { device: bram.device }, next.key);
      return { entry: toBase64url(entry), accountKey: next.record };
    }),
  );
  const answers = await Promise.all(entries.map((body) => bram.http.raw('POST', '/api/v1/account/chain', { body })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(19);
});

async function vaultSeed(member: Member): Promise<{ seed: Uint8Array }> {
  const { seedsFromVault } = await import('../../src/client/account/seeds.ts');
  const vault = await openByPassword(new Server(new Cookies(server.origin)), member.username, PASSWORD);
  const seeds = await seedsFromVault(vault.chain, vault.contents.box, vault.answer.keys);
  return { seed: seeds.get(1) ?? new Uint8Array() };
}

test('[M18] of eight first epochs at once one is taken', async () => {
  const dora = await newMember(server.origin, 'dora');
  const all = Array.from({ length: 8 }, () => talkWith(amara, dora));
  const { done, codes } = await outcomes(all);
  expect(done).toBe(1);
  expect(new Set(codes)).toEqual(new Set(['epoch_passed']));
});

describe('[M12] what proves something proves it once, for one account and one session', () => {
  test('a proof changes the password once, of two changes at once', async () => {
    const edda = await newMember(server.origin, 'edda');
    const vault = await openByPassword(edda.api, 'edda', PASSWORD);
    const deps = { server: edda.api, random };
    const both = await outcomes([setPassword(deps, vault, NEW), setPassword(deps, vault, 'twelve slow barges 64')]);
    expect(both).toEqual({ done: 1, codes: ['proof_required'] });
  });

  test("another's proof changes nothing", async () => {
    const vault = await openByPassword(amara.api, 'amara', PASSWORD);
    const theirs = await openByPassword(bram.api, 'bram', PASSWORD);
    const mixed = { ...vault, answer: { ...vault.answer, proof: theirs.answer.proof } };
    expect(await outcomes([setPassword({ server: amara.api, random }, mixed, NEW)])).toMatchObject({
      codes: ['proof_required'],
    });
    await openByPassword(new Server(new Cookies(server.origin)), 'amara', PASSWORD);
  });

  test('a challenge of one session binds no other, of the same account or of another', async () => {
    const [one, two] = [new Cookies(server.origin), new Cookies(server.origin)];
    const { answer, instance, account } = await openByPassword(new Server(one), 'amara', PASSWORD);
    await openByPassword(new Server(two), 'amara', PASSWORD);
    const claim = sessionClaim(instance, account, fromBase64url(answer.challenge));
    const body = {
      device: toBase64url(amara.device.id),
      challenge: answer.challenge,
      signature: toBase64url(sign(amara.device.signing, purposes.sessionClaim, claim)),
    };
    for (const http of [two, bram.http]) {
      expect(await http.raw('POST', '/api/v1/session/device', { body })).toMatchObject({ status: 403 });
    }
    // It was asked for, so it is spent, for its own session too.
    expect(await one.raw('POST', '/api/v1/session/device', { body })).toMatchObject({ status: 403 });
  });

  test('a device of another account takes over no session, though its signature is right', async () => {
    const http = new Cookies(server.origin);
    const { answer, instance, account } = await openByPassword(new Server(http), 'amara', PASSWORD);
    const claim = sessionClaim(instance, account, fromBase64url(answer.challenge));
    const body = {
      device: toBase64url(bram.device.id),
      challenge: answer.challenge,
      signature: toBase64url(sign(bram.device.signing, purposes.sessionClaim, claim)),
    };
    expect(await http.raw('POST', '/api/v1/session/device', { body })).toMatchObject({ status: 403 });
    expect(await http.raw('GET', '/api/v1/conversations')).toMatchObject({ status: 403 });
  });

  test('a log-in that began with the old password ends with it', async () => {
    const finn = await newMember(server.origin, 'finn');
    const http = new Cookies(server.origin);
    const api = new Server(http);
    const { instance } = await api.call(getInstance);
    const { state, request } = await startLogin(PASSWORD);
    const begun = await api.call(login.startLogin, { body: { username: 'finn', request } });
    await setPassword({ server: finn.api, random }, await openByPassword(finn.api, 'finn', PASSWORD), NEW);
    const finished = await finishLogin(PASSWORD, state, begun.response, { account: begun.account, instance });
    const body = { login: begun.login, finish: finished?.finish };
    expect(await http.raw('POST', '/api/v1/login/finish', { body })).toMatchObject({ status: 409 });
    expect(http.cookie).toBeNull();
  });
});

describe('[M14] [M55] whoever is out is out, on every way in that was open', () => {
  test('a disabled account: sessions, sockets, tickets, log-ins, recovery, links', async () => {
    const greta = await newMember(server.origin, 'greta');
    const talk = await listen(greta);
    const { ticket } = await greta.api.call(openSocket);
    const link = await linkTo({ act: 'reset', name: 'greta' });
    await server.admin({ act: 'disable', name: 'greta' });
    expect(await talk.closed).toBe(1008);
    expect(await greta.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
    await expect(openTalk(server.origin, ticket)).rejects.toThrow('401');
    const anew = () => new Server(new Cookies(server.origin));
    const ways = [
      openByPassword(anew(), 'greta', PASSWORD),
      openByRecoveryCode(anew(), 'greta', greta.recoveryCode),
      reset(stranger(), link, NEW),
    ];
    expect(await outcomes(ways)).toEqual({
      done: 0,
      codes: ['invalid_credentials', 'wrong_recovery_code', 'link_spent'],
    });
    await server.admin({ act: 'enable', name: 'greta' });
    expect(await greta.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
  });

  test('a ticket does not outlive its session', async () => {
    const hilda = await newMember(server.origin, 'hilda');
    const { ticket } = await hilda.api.call(openSocket);
    await hilda.http.raw('POST', '/api/v1/logout');
    await expect(openTalk(server.origin, ticket)).rejects.toThrow('401');
  });

  test('a log-in never goes on with the token that somebody put into the browser', async () => {
    const http = new Cookies(server.origin);
    http.cookie = bram.http.cookie;
    await openByPassword(new Server(http), 'amara', PASSWORD);
    expect(http.cookie).not.toBe(bram.http.cookie);
    const planted = new Cookies(server.origin);
    planted.cookie = `waxwing=${toBase64url(random(32))}`;
    const before = planted.cookie;
    await openByPassword(new Server(planted), 'amara', PASSWORD);
    expect(planted.cookie).not.toBe(before);
  });

  test('a registration is not made over by its finish: the entry names the only name it is for', async () => {
    const fresh = await freshIdentity(1, random);
    expect(fresh.generation).toBe(1);
    const { createdEntry } = await import('../../src/crypto/chainEntries.ts');
    const created = toBase64url(createdEntry({ ...fresh.identity, username: 'someone-else' }));
    const vault = await fresh.vault(new Uint8Array(32), 1, new Uint8Array(64));
    const body = { username: 'ines', deviceLabel: 'x', record: 'AAAA', created, accountKey: fresh.accountKey, vault };
    expect(await new Cookies(server.origin).raw('POST', '/api/v1/registration/finish', { body })).toMatchObject({
      status: 422,
      json: { code: 'invalid_chain_entry' },
    });
  });

  test.each(['the password', 'the recovery code'])(
    'nor a log-in by %s that is overtaken just before its session is there',
    async (by) => {
      const name = by === 'the password' ? 'jana' : 'kaja';
      const { recoveryCode } = await newMember(server.origin, name);
      const http = new Cookies(server.origin);
      const { value } = Object.getOwnPropertyDescriptor(Sessions.prototype, 'create') ?? {};
      const real = value as (this: Sessions, session: unknown) => Promise<void>;
      vi.spyOn(Sessions.prototype, 'create').mockImplementationOnce(async function overtaken(this: Sessions, session) {
        await server.admin({ act: 'disable', name });
        await server.admin({ act: 'enable', name });
        const link = await linkTo({ act: 'reset', name });
        await reset(stranger(), link, NEW);
        return real.call(this, session);
      });
      const comesIn =
        by === 'the password'
          ? openByPassword(new Server(http), name, PASSWORD)
          : openByRecoveryCode(new Server(http), name, recoveryCode);
      await expect(comesIn).rejects.toThrow('vault_moved');
      expect(http.cookie).toBeNull();
      await openByPassword(new Server(new Cookies(server.origin)), name, NEW);
    },
  );
});
