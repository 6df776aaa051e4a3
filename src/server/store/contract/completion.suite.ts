import { expect, test } from 'vitest';
import type { FirstKeys } from '../../core/ports.ts';
import { audit, chainAppend, newAccount, person, random, type Given } from './world.suite.ts';

/** Keys for an account that was made without. */
export function completionPromises(given: Given): void {
  const bare = async (username: string): Promise<{ no: number; session: Uint8Array; serial: string }> => {
    const serial = Buffer.from(random(16)).toString('hex');
    const certificate = { serial, keyHash: random(32), label: '', device: null, issuedAt: 1000, endsAt: 90_000 };
    const draft = {
      username,
      state: 'active',
      certificate,
      most: null,
      at: 1000,
      audit: audit('registration'),
    } as const;
    const made = await given.store.accounts.createBare(draft);
    if (typeof made === 'string') throw new Error(made);
    return { no: made.no, session: await session(made.no, serial), serial };
  };
  const session = async (no: number, certificate?: string): Promise<Uint8Array> => {
    const tokenHash = random(32);
    const began =
      certificate === undefined ? ({ by: 'password' } as const) : ({ by: 'certificate', certificate } as const);
    await given.store.sessions.create({ tokenHash, account: no, device: null, began, at: 1000, expiresAt: 50_000 });
    return tokenHash;
  };
  const keysOf = (username: string): FirstKeys => {
    const { account, device, opaqueRecord, created, accountKey, vault } = newAccount(username);
    return { account, device, opaqueRecord, created, accountKey, vault };
  };
  const complete = (no: number, by: Uint8Array, keys: FirstKeys, at = 2000) =>
    given.store.accounts.complete({ no, keys, session: by, at, audit: audit('keys') });

  test('[S131] an account without keys gets them whole, and the session is on its device', async () => {
    const { accounts, certificates, keys, sessions, audit: log } = given.store;
    const anna = await bare('anna');
    const first = keysOf('anna');
    const done = await complete(anna.no, anna.session, first);
    if (typeof done === 'string') throw new Error(done);
    expect(await accounts.byId(first.account)).toMatchObject({ no: anna.no, username: 'anna', account: first.account });
    expect(await keys.chain(anna.no, 0)).toEqual([first.created]);
    expect(await keys.vault(anna.no)).toEqual(first.vault);
    expect(await keys.opaqueRecord(anna.no)).toBe(first.opaqueRecord);
    expect(await keys.accountKeys(anna.no, null, 1, 9)).toEqual([first.accountKey]);
    expect(await keys.devices(anna.no)).toMatchObject([
      { no: done.device, device: first.device.device, addedAt: 2000 },
    ]);
    expect((await sessions.find(anna.session, 2000))?.device).toMatchObject({ no: done.device, state: 'live' });
    expect(await certificates.bySerial(anna.serial)).toMatchObject({ device: done.device });
    expect((await log.entries(0, 10)).at(-1)?.what).toBe('keys');
    const of = { ...done, no: anna.no, account: first.account, username: 'anna', deviceId: first.device.device };
    expect(await keys.appendToChain(chainAppend(of, 2))).toBe('stored');
  });

  test('[S132] once: of two at the same moment one is stored, and nothing of the other', async () => {
    const { accounts, keys, audit: log } = given.store;
    const anna = await bare('anna');
    const other = await session(anna.no);
    const [one, two] = [keysOf('anna'), keysOf('anna')];
    const answers = await Promise.all([complete(anna.no, anna.session, one), complete(anna.no, other, two)]);
    expect(answers[0]).toEqual({ device: expect.any(Number) });
    expect(answers[1]).toBe('keys_exist');
    expect(await complete(anna.no, anna.session, one)).toBe('keys_exist');
    expect(await accounts.byId(two.account)).toBeUndefined();
    expect(await keys.chain(anna.no, 0)).toEqual([one.created]);
    expect(await keys.devices(anna.no)).toHaveLength(1);
    expect((await given.store.sessions.find(other, 2000))?.device).toBeNull();
    expect((await log.entries(0, 10)).filter(({ what }) => what === 'keys')).toHaveLength(1);
    const bert = await person(given.store, 'bert');
    expect(await complete(bert.no, await session(bert.no), keysOf('bert'))).toBe('keys_exist');
    expect(await accounts.byId(bert.account)).toBeDefined();
  });

  test("[S133] the session that brings them has to stand, and be that account's, when they are stored", async () => {
    const { accounts, certificates, sessions } = given.store;
    const [anna, bert] = [await bare('anna'), await bare('bert')];
    const refused = async (by: Uint8Array, at?: number) =>
      expect(await complete(anna.no, by, keysOf('anna'), at)).toBe('unauthenticated');
    await refused(bert.session);
    await refused(random(32));
    await refused(anna.session, 50_000);
    const ended = await session(anna.no);
    await sessions.end(ended);
    await refused(ended);
    await certificates.revoke(anna.no, anna.serial, anna.session, { ...audit('revoke'), at: 2000 });
    await refused(anna.session);
    const open = await session(bert.no);
    await accounts.setState(bert.no, 'disabled', audit('disable'));
    expect(await complete(bert.no, open, keysOf('bert'))).toBe('unauthenticated');
    expect(await accounts.byName('anna')).toMatchObject({ account: null });
    expect(await given.store.keys.chain(anna.no, 0)).toEqual([]);
  });
}
