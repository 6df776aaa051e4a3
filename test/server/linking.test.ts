import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Refused, Server } from '../../src/client/server.ts';
import { countersigned, deviceAddition, selfRemovedEntry } from '../../src/crypto/chainEntries.ts';
import { type DeviceKeys, newDeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { appendToChain, getSelf } from '../../src/protocol/api/account.ts';
import {
  cancelLinking,
  claimLinking,
  finishLinking,
  getLinking,
  grantLinking,
  greetLinking,
  readLinking,
  revealNonce,
  startLinking,
} from '../../src/protocol/api/linking.ts';
import { logout } from '../../src/protocol/api/login.ts';
import type { Route } from '../../src/protocol/route.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { type Member, PASSWORD, chainOf, newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const token = (): string => randomBytes(32).toString('base64url');

/** A new device, speaking to the API by hand. */
async function waiting() {
  const device = await newDeviceKeys();
  const http = new Cookies(server.origin);
  const api = new Server(http);
  const body = {
    signingKey: toBase64url(device.signing.publicKey),
    boxKey: toBase64url(device.box.publicKey),
    label: 'New one',
    commitment: token(),
  };
  return { device, http, api, body, ...(await api.call(startLinking, { body })) };
}

/** `device added` for it, by the identity key that the password opens. */
async function additionOf(member: Member, device: DeviceKeys): Promise<string> {
  const vault = await openByPassword(member.api, member.username, PASSWORD);
  const { signing, box } = device;
  const addition = deviceAddition(vault.chain, vault.contents.identity, signing.publicKey, box.publicKey);
  return toBase64url(countersigned(addition, device));
}

function sessionsWithoutDevice(username: string): number {
  const database = new DatabaseSync(path.join(server.data, 'waxwing.db'), { readOnly: true });
  const found = database
    .prepare(
      'SELECT count(*) AS n FROM sessions JOIN accounts ON no = sessions.account WHERE username = ? AND device IS NULL',
    )
    .get(username);
  database.close();
  return Number(found?.['n']);
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

const grantBody = { grant: 'AAAA' };

/** Claimed, and with a grant that waits to be taken. */
async function granted(member: Member) {
  const fresh = await waiting();
  const { code } = fresh;
  await member.api.call(claimLinking, { body: { code } });
  await member.api.call(grantLinking, { params: { code }, body: grantBody });
  return { ...fresh, entry: await additionOf(member, fresh.device) };
}

test('[N8] the entry is taken once, and the answer is a session on the new device', async () => {
  const amara = await newMember(server.origin, 'amara');
  const { api, linking, entry, device, http } = await granted(amara);
  const [one, other] = await Promise.all(
    [0, 1].map(() => codeOf(api.call(finishLinking, { body: { linking, entry } }))),
  );
  expect(new Set([one, other])).toEqual(new Set(['done', 'link_spent']));
  expect(await api.call(getSelf)).toMatchObject({ self: { username: 'amara' }, device: toBase64url(device.id) });
  expect(http.cookie).toBeDefined();
  expect(await codeOf(api.call(readLinking, { body: { linking } }))).toBe('link_spent');
});

test('[N8] it brings no proof of the password', async () => {
  const bea = await newMember(server.origin, 'bea');
  const { api, linking, entry } = await granted(bea);
  expect(Object.keys(await api.call(finishLinking, { body: { linking, entry } }))).toEqual(['self', 'keys']);
});

test('[N8] without a grant, or with another entry than the addition of that device, nobody gets in', async () => {
  const cleo = await newMember(server.origin, 'cleo');
  const bare = await waiting();
  const entry = await additionOf(cleo, bare.device);
  expect(await codeOf(bare.api.call(finishLinking, { body: { linking: bare.linking, entry } }))).toBe('link_spent');
  const { api, linking, http } = await granted(cleo);
  const others = [
    await additionOf(cleo, await newDeviceKeys()),
    toBase64url(selfRemovedEntry(await chainOf(cleo), cleo.device)),
    'AAAA',
  ];
  for (const wrong of others)
    expect(await codeOf(api.call(finishLinking, { body: { linking, entry: wrong } }))).toBe('invalid_chain_entry');
  expect(http.cookie).toBeNull();
});

test('[N8] an entry that the chain refuses leaves no session, and ends it', async () => {
  const dana = await newMember(server.origin, 'dana');
  const { api, linking, device, http } = await granted(dana);
  const stranger = await newMember(server.origin, 'dana2');
  const entry = await additionOf(stranger, device);
  expect(await codeOf(api.call(finishLinking, { body: { linking, entry } }))).toBe('chain_moved');
  expect(await codeOf(api.call(readLinking, { body: { linking } }))).toBe('done');
  const again = await granted(dana);
  const vault = await openByPassword(dana.api, 'dana', PASSWORD);
  const { signing, box } = again.device;
  const other = await openByPassword(stranger.api, 'dana2', PASSWORD);
  const forged = deviceAddition(vault.chain, other.contents.identity, signing.publicKey, box.publicKey);
  const body = { linking: again.linking, entry: toBase64url(countersigned(forged, again.device)) };
  expect(await codeOf(again.api.call(finishLinking, { body }))).toBe('invalid_chain_entry');
  expect(await codeOf(again.api.call(readLinking, { body: { linking: again.linking } }))).toBe('link_spent');
  for (const { cookie } of [http, again.http]) expect(cookie).toBeNull();
  let left: number | undefined;
  await server.restart(() => (left = sessionsWithoutDevice('dana')));
  expect(left).toBe(0);
});

test('[N8] a grant is worth nothing once the device that made it is out', async () => {
  const emil = await newMember(server.origin, 'emil');
  const { api, linking, entry } = await granted(emil);
  await emil.api.call(logout);
  expect(await codeOf(api.call(finishLinking, { body: { linking, entry } }))).toBe('link_spent');

  const fay = await newMember(server.origin, 'fay');
  const second = await granted(fay);
  await server.admin({ act: 'disable', name: 'fay' });
  const body = { linking: second.linking, entry: second.entry };
  expect(await codeOf(second.api.call(finishLinking, { body }))).toBe('link_spent');
});

test('[N2] what one account claimed is not there for another, at any route', async () => {
  const [gus, mallory] = [await newMember(server.origin, 'gus'), await newMember(server.origin, 'mallory')];
  const { code } = await waiting();
  await gus.api.call(claimLinking, { body: { code } });
  await gus.api.call(claimLinking, { body: { code } });
  const params = { code };
  const asked = await Promise.all([
    codeOf(mallory.api.call(claimLinking, { body: { code } })),
    codeOf(mallory.api.call(getLinking, { params })),
    codeOf(mallory.api.call(greetLinking, { params, body: { greeting: 'AAAA' } })),
    codeOf(mallory.api.call(grantLinking, { params, body: grantBody })),
  ]);
  expect(asked).toEqual(['not_found', 'not_found', 'not_found', 'not_found']);
  expect(await gus.api.call(getLinking, { params })).toEqual({ nonce: null, granted: false });
});

test('[N2] nothing is said to a new device before its code is claimed', async () => {
  const hugo = await newMember(server.origin, 'hugo');
  const { code } = await waiting();
  expect(await codeOf(hugo.api.call(grantLinking, { params: { code }, body: grantBody }))).toBe('not_found');
});

test('[N4] one greeting, and the nonce after it; the same nonce may be told again', async () => {
  const ivo = await newMember(server.origin, 'ivo');
  const { api, linking, code } = await waiting();
  const nonce = token();
  expect(await codeOf(api.call(revealNonce, { body: { linking, nonce } }))).toBe('link_spent');
  await ivo.api.call(claimLinking, { body: { code } });
  const greet = (greeting: string) => codeOf(ivo.api.call(greetLinking, { params: { code }, body: { greeting } }));
  expect([await greet('AAAA'), await greet('BBBB')]).toEqual(['done', 'link_spent']);
  expect(await api.call(readLinking, { body: { linking } })).toEqual({ greeting: 'AAAA', grant: null });
  for (const [told, code_] of [
    [nonce, 'done'],
    [nonce, 'done'],
    [token(), 'link_spent'],
  ] as const)
    expect(await codeOf(api.call(revealNonce, { body: { linking, nonce: told } }))).toBe(code_);
  expect(await ivo.api.call(getLinking, { params: { code } })).toEqual({ nonce, granted: false });
});

test('[N1] cancelled is over, and a key that nobody can seal to is refused', async () => {
  const jule = await newMember(server.origin, 'jule');
  const { api, body, linking, code } = await waiting();
  await api.call(cancelLinking, { body: { linking } });
  expect(await codeOf(api.call(cancelLinking, { body: { linking } }))).toBe('link_spent');
  expect(await codeOf(jule.api.call(claimLinking, { body: { code } }))).toBe('not_found');
  const bad = { ...body, boxKey: Buffer.alloc(1216, 255).toString('base64url') };
  const refused = await api.call(startLinking, { body: bad }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'invalid', field: 'boxKey' });
});

test('[N8] a session of before ends when the new one begins', async () => {
  const [kaya, leon] = [await newMember(server.origin, 'kaya'), await newMember(server.origin, 'leon')];
  const { linking, entry } = await granted(kaya);
  const before = leon.http.cookie;
  await leon.api.call(finishLinking, { body: { linking, entry } });
  expect(await leon.api.call(getSelf)).toMatchObject({ self: { username: 'kaya' } });
  const { status } = await new Cookies(server.origin).raw('GET', (getSelf as Route).path, {
    headers: { cookie: before ?? '' },
  });
  expect(status).toBe(401);
});

test('[N8] the new device is listed under its own label, and may extend the chain', async () => {
  const mona = await newMember(server.origin, 'mona');
  const { api, linking, entry, device } = await granted(mona);
  await api.call(finishLinking, { body: { linking, entry } });
  const gone = toBase64url(selfRemovedEntry(await chainOf(mona), device));
  expect(await api.call(appendToChain, { body: { entry: gone } })).toEqual({ number: 3 });
});
