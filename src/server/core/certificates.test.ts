import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handClock, type HandClock } from '../../../test/support/handClock.ts';
import { leafOf, terminalKey } from '../../../test/support/terminal.ts';
import { createAuthority } from '../authority/authority.ts';
import { openRoot } from '../authority/root.ts';
import { createLocalBus } from '../bus/local.ts';
import { secretFolder } from '../secrets.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { systemRandom } from '../system.ts';
import { createAdmin } from './admin.ts';
import { createCertificates, type Certificates } from './certificates.ts';
import type { Authority, Store, StoredAccount, WakeUp } from './ports.ts';
import { createRates } from './rates.ts';
import { newSerial } from './serial.ts';
import { createServerSettings } from './serverSettings.ts';
import type { Session } from './sessions.ts';
import { createSwitches, type Switches } from './switches.ts';

const ACTOR = { who: 'tester', from: 'local' };
const FROM = '192.0.2.1';
let folder: string;
let store: Store;
let clock: HandClock;
let switches: Switches;
let authority: Authority;
let heard: WakeUp[];
let certificates: Certificates;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  clock = handClock();
  store = await openSqliteStore({ folder, random: systemRandom, now: () => clock.now() });
  const bus = createLocalBus((error) => {
    throw error;
  });
  heard = [];
  bus.subscribe((wakeUp) => void heard.push(wakeUp));
  const waysIn = ['password-authentication', 'certificate-authentication'] as const;
  switches = await createSwitches({ store: store.switches, bus, clock, waysIn });
  authority = createAuthority(await openRoot(secretFolder(path.join(folder, 'ca')), clock, systemRandom));
  const rates = createRates(clock);
  const settings = await createServerSettings({ store: store.settings, bus, clock });
  certificates = createCertificates({
    ...store,
    authority,
    switches,
    settings,
    rates,
    bus,
    clock,
    random: systemRandom,
  });
});
afterEach(async () => {
  await store.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const requested = async (): Promise<Uint8Array<ArrayBuffer>> => (await terminalKey()).request();
const register = async (name: string) => certificates.register(name, await requested(), FROM);
const turn = (name: 'registration' | 'approval' | 'certificate-authentication', on: boolean): Promise<unknown> =>
  switches.set(name, on, { who: 'tester', from: 'local' });
/** A session that began with a certificate. */
async function sessionWith(account: StoredAccount, certificate: string): Promise<Session> {
  const tokenHash = systemRandom(32);
  const times = { at: clock.now(), expiresAt: clock.now() + 1e9 };
  await store.sessions.create({
    tokenHash,
    account: account.no,
    device: null,
    began: { by: 'certificate', certificate },
    ...times,
  });
  return { tokenHash, account, accountId: account.account, device: null, byKeyAlone: true, seenAt: clock.now() };
}
const listed = (account: StoredAccount) => certificates.list({ account, accountId: account.account, byKeyAlone: true });
const named = async (name: string): Promise<StoredAccount> => (await store.accounts.byName(name))!;

describe('[001.1] an account by a certificate request alone', () => {
  test('[X9] is there with its certificate, and nothing else', async () => {
    const { chain, waits } = await register('Sam');
    expect(waits).toBe(false);
    expect(await named('sam')).toMatchObject({ account: null, role: 'member', state: 'active' });
    const holder = await certificates.require(leafOf(chain));
    expect(holder.account).toEqual(await named('sam'));
    expect(await listed(holder.account)).toMatchObject([{ serial: holder.serial, label: 'Terminal' }]);
    expect((await store.audit.entries(0, 10)).map(({ what }) => what)).toContain('registration by certificate request');
  });

  test('[X9] a name that is taken, reserved or none is refused, and so is a bad request; nothing is left behind', async () => {
    await register('sam');
    await expect(register('SAM')).rejects.toMatchObject({ code: 'username_taken' });
    for (const name of ['admin', 'x', '../etc', 'sam\nerror', '']) {
      await expect(register(name)).rejects.toMatchObject({ code: 'invalid', field: 'username' });
    }
    const garbage = new Uint8Array(100);
    await expect(certificates.register('bea', garbage, FROM)).rejects.toMatchObject({
      code: 'invalid_certificate_request',
    });
    expect(await store.accounts.list()).toHaveLength(1);
  });

  test('[X9] two who register one name at once: one has it', async () => {
    const outcomes = await Promise.allSettled([register('sam'), register('sam')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await listed(await named('sam'))).toHaveLength(1);
  });

  test('[X8] [X9] closed registration, and the switch, close it too', async () => {
    await turn('registration', false);
    await expect(register('sam')).rejects.toMatchObject({ code: 'registration_closed' });
    await expect(certificates.requireFree('sam', FROM)).rejects.toMatchObject({ code: 'registration_closed' });
    await turn('registration', true);
    await turn('certificate-authentication', false);
    await expect(register('sam')).rejects.toMatchObject({ code: 'forbidden' });
    await turn('certificate-authentication', true);
    await expect(certificates.requireFree('sam', FROM)).resolves.toBeUndefined();
  });

  test('[X9] with approval on it waits, and says so', async () => {
    await turn('approval', true);
    const { chain, waits } = await register('sam');
    expect(waits).toBe(true);
    await expect(certificates.require(leafOf(chain))).rejects.toMatchObject({ code: 'approval_pending' });
    const admin = createAdmin({
      ...store,
      sessionStore: store.sessions,
      bus: { publish: () => undefined } as never,
      clock,
      random: systemRandom,
    });
    await admin.setState('sam', 'active', ACTOR);
    expect((await certificates.require(leafOf(chain))).account.username).toBe('sam');
  });

  test('[001.15] registrations are limited for each address', async () => {
    const request = await requested();
    const refusals: unknown[] = [];
    for (let at = 0; at < 40; at++)
      await certificates.register(`name-${at}`, request, FROM).catch((e) => refusals.push(e));
    expect(refusals[0]).toMatchObject({ code: 'too_many_requests' });
    expect(refusals).toHaveLength(10);
    await expect(certificates.register('elsewhere', request, '198.51.100.1')).resolves.toBeDefined();
  });
});

describe('[001.8] a certificate', () => {
  test('[X3] is followed by another for the same account, as long as the session that asks is good', async () => {
    const { chain } = await register('sam');
    const { account, serial } = await certificates.require(leafOf(chain));
    const session = await sessionWith(account, serial);
    const next = await certificates.issueFor(session, await requested(), 'Kitchen', FROM);
    const holder = await certificates.require(leafOf(next.chain));
    expect(holder.account).toEqual(account);
    const labels = (await listed(account)).map(({ label }) => label);
    expect(labels.toSorted()).toEqual(['Kitchen', 'Terminal']);
    await certificates.revoke(session, serial, FROM);
    await expect(certificates.issueFor(session, await requested(), 'Late', FROM)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test("[X3] that the server does not know is worth nothing, also with the authority's own signature", async () => {
    const request = await requested();
    const { chain } = await certificates.register('sam', request, FROM);
    await register('bea');
    const { serial } = await certificates.require(leafOf(chain));
    const { publicKey: own } = (await authority.readRequest(request))!;
    const { publicKey: other } = (await authority.readRequest(await requested()))!;
    const times = { from: clock.now(), to: clock.now() + 1000 };
    for (const forged of [
      { serial: newSerial(systemRandom), username: 'sam', publicKey: own },
      { serial, username: 'sam', publicKey: other },
      { serial, username: 'bea', publicKey: own },
    ]) {
      const made = await authority.issue({ ...forged, ...times });
      expect(authority.read(leafOf(made), clock.now())).not.toBeNull();
      expect(await certificates.holder(leafOf(made))).toBeNull();
    }
  });

  test('[X7] that is revoked while its follower is made takes the follower with it', async () => {
    const { chain } = await register('sam');
    const { account, serial } = await certificates.require(leafOf(chain));
    const session = await sessionWith(account, serial);
    const request = await requested();
    const [made] = await Promise.allSettled([
      certificates.issueFor(session, request, 'next', FROM),
      certificates.revoke(session, serial, FROM),
    ]);
    expect(made).toMatchObject({ status: 'rejected', reason: { code: 'unauthenticated' } });
    expect(await listed(account)).toEqual([]);
  });

  test('[X7] that is revoked is said on the bus, after which it is worth nothing', async () => {
    const { chain } = await register('sam');
    const { account, serial } = await certificates.require(leafOf(chain));
    const session = await sessionWith(account, serial);
    heard.length = 0;
    await certificates.revoke(session, serial, FROM);
    expect(heard).toEqual([{ about: 'rights', no: account.no }]);
    expect(await certificates.holder(leafOf(chain))).toBeNull();
    await expect(certificates.require(leafOf(chain))).rejects.toMatchObject({ code: 'invalid_credentials' });
  });

  test('[X8] is worth nothing while the switch is off', async () => {
    const { chain } = await register('sam');
    await turn('certificate-authentication', false);
    expect(heard.at(-1)).toEqual({ about: 'rights', no: null });
    expect(await certificates.holder(leafOf(chain))).toBeNull();
    await turn('certificate-authentication', true);
    expect(await certificates.holder(leafOf(chain))).not.toBeNull();
  });
});
