import { expect, test } from 'vitest';
import type { Began, NewCertificate } from '../../core/ports.ts';
import { audit, chainAppend, person, random, type Given, type Person } from './world.suite.ts';

export function certificatePromises(given: Given): void {
  const draft = (more: Partial<NewCertificate> = {}): NewCertificate => ({
    serial: Buffer.from(random(16)).toString('hex'),
    keyHash: random(32),
    label: 'terminal',
    device: null,
    issuedAt: 2000,
    endsAt: 9000,
    ...more,
  });
  const session = async (
    of: Pick<Person, 'no'>,
    { device = null, certificate }: { device?: number | null; certificate?: string } = {},
  ): Promise<Uint8Array> => {
    const tokenHash = random(32);
    const began: Began = certificate === undefined ? { by: 'password' } : { by: 'certificate', certificate };
    await given.store.sessions.create({ tokenHash, account: of.no, device, began, at: 1000, expiresAt: 50_000 });
    return tokenHash;
  };
  /** In a session that began with something else. */
  const revoke = async (of: Pick<Person, 'no'>, serial: string, at: number, asking?: Uint8Array): Promise<boolean> =>
    given.store.certificates.revoke(of.no, serial, asking ?? (await session(of)), { ...audit('revoke'), at });
  const add = async (of: Person, certificate: NewCertificate, asking?: Uint8Array, most = 9) =>
    given.store.certificates.add({
      account: of.no,
      certificate,
      session: asking ?? (await session(of)),
      most,
      audit: audit('certificate issued'),
    });
  const good = async (of: Person): Promise<string[]> =>
    (await given.store.certificates.of(of.no, 2001)).map(({ serial }) => serial);

  test('[S120] a certificate is found by its serial number, as long as there is a store', async () => {
    const anna = await person(given.store, 'anna');
    const certificate = draft({ device: anna.device });
    expect(await add(anna, certificate)).toBe('stored');
    const stored = { ...certificate, account: anna.no, revokedAt: null };
    expect(await given.store.certificates.bySerial(certificate.serial)).toEqual(stored);
    expect(await given.store.certificates.bySerial(draft().serial)).toBeUndefined();
    expect(await given.store.certificates.of(anna.no, 8999)).toEqual([stored]);
    expect(await given.store.certificates.of(anna.no, 9000)).toEqual([]);
    expect((await given.store.audit.entries(0, 10)).at(-1)?.what).toBe('certificate issued');
  });

  test("[S121] the session that asks for it has to stand, and be that account's, when it is stored", async () => {
    const { sessions, accounts } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    expect(await add(anna, draft(), await session(bert))).toBe('unauthenticated');
    const ended = await session(anna);
    await sessions.end(ended);
    expect(await add(anna, draft(), ended)).toBe('unauthenticated');
    const first = draft();
    await add(anna, first);
    const began = await session(anna, { certificate: first.serial });
    expect(await add(anna, draft(), began)).toBe('stored');
    await revoke(anna, first.serial, 3000);
    expect(await add(anna, draft(), began)).toBe('unauthenticated');
    const open = await session(bert);
    await accounts.setState(bert.no, 'disabled', audit('disable'));
    expect(await add(bert, draft(), open)).toBe('unauthenticated');
  });

  test('[S122] an account has so many that are good, and no more', async () => {
    const anna = await person(given.store, 'anna');
    const first = draft();
    expect(await add(anna, first, undefined, 2)).toBe('stored');
    expect(await add(anna, draft({ endsAt: 2001 }), undefined, 2)).toBe('stored');
    expect(await add(anna, draft(), undefined, 2)).toBe('too_many');
    expect(await add(anna, draft({ issuedAt: 2001 }), undefined, 2)).toBe('stored');
    await revoke(anna, first.serial, 2500);
    expect(await add(anna, draft({ issuedAt: 2600 }), undefined, 2)).toBe('stored');
  });

  test('[S123] a revoked one is told apart from then on, and ends the sessions that began with it', async () => {
    const { certificates, sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [one, other] = [draft(), draft()];
    await add(anna, one);
    await add(anna, other);
    const [began, beside, without] = [
      await session(anna, { certificate: one.serial }),
      await session(anna, { certificate: other.serial }),
      await session(anna),
    ];
    expect(await sessions.find(began, 2000)).toMatchObject({ began: { by: 'certificate', certificate: one.serial } });
    expect(await revoke(bert, one.serial, 3000)).toBe(false);
    expect(await revoke(anna, one.serial, 3000)).toBe(true);
    expect(await revoke(anna, one.serial, 4000)).toBe(false);
    expect(await certificates.bySerial(one.serial)).toMatchObject({ revokedAt: 3000 });
    expect(await sessions.find(began, 2000)).toBeUndefined();
    expect(await sessions.find(beside, 2000)).toBeDefined();
    expect(await sessions.find(without, 2000)).toMatchObject({ began: { by: 'password' } });
    expect(await good(anna)).toEqual([other.serial]);
    expect((await given.store.audit.entries(0, 10)).filter(({ what }) => what === 'revoke')).toHaveLength(1);
  });

  test('[S124] the certificates of a device end with it', async () => {
    const anna = await person(given.store, 'anna');
    const [ofDevice, ofNone] = [draft({ device: anna.device }), draft()];
    await add(anna, ofDevice);
    await add(anna, ofNone);
    const began = await session(anna, { certificate: ofDevice.serial });
    await given.store.keys.appendToChain(chainAppend(anna, 2, { removeDevices: [anna.deviceId], at: 3000 }));
    expect(await given.store.certificates.bySerial(ofDevice.serial)).toMatchObject({ revokedAt: 3000 });
    expect(await given.store.sessions.find(began, 2000)).toBeUndefined();
    expect(await good(anna)).toEqual([ofNone.serial]);
  });

  test('[S125] a log-out everywhere ends all but what the own session and its device have', async () => {
    const anna = await person(given.store, 'anna');
    const [own, ofDevice, ofNone] = [draft(), draft({ device: anna.device }), draft()];
    for (const certificate of [own, ofDevice, ofNone]) await add(anna, certificate);
    const here = await session(anna, { device: anna.device, certificate: own.serial });
    await given.store.sessions.endOthers(anna.no, here, audit('log out everywhere'));
    expect((await good(anna)).toSorted()).toEqual([own.serial, ofDevice.serial].toSorted());
    expect(await given.store.sessions.find(here, 2000)).toBeDefined();
    const plain = await session(anna);
    await given.store.sessions.endOthers(anna.no, plain, audit('log out everywhere'));
    expect(await good(anna)).toEqual([]);
  });

  test('[S126] a reset ends all of them', async () => {
    const anna = await person(given.store, 'anna');
    await add(anna, draft());
    await add(anna, draft({ device: anna.device }));
    const tokenHash = random(32);
    await given.store.links.create({ kind: 'reset', tokenHash, account: anna.no, at: 1000, expiresAt: 9000 }, null);
    const vault = (await given.store.keys.vault(anna.no))!;
    const append = chainAppend(anna, 2, { addDevice: { device: 'new-device', label: 'new' }, at: 3000 });
    const done = await given.store.keys.reset({ tokenHash, append, record: 'new', vault: { ...vault, version: 2 } });
    expect(done).toEqual({ device: expect.any(Number) });
    expect(await good(anna)).toEqual([]);
  });

  test('[S127] an account by a certificate alone has no keys, is a member of the lobby, and its name is taken', async () => {
    const { accounts, keys, rooms, audit: log } = given.store;
    const certificate = draft();
    const bare = {
      username: 'bare',
      state: 'active',
      certificate,
      most: null,
      at: 2000,
      audit: audit('registration'),
    } as const;
    const made = await accounts.createBare(bare);
    if (typeof made === 'string') throw new Error(made);
    expect(await accounts.byName('bare')).toEqual({
      no: made.no,
      account: null,
      username: 'bare',
      displayName: '',
      role: 'member',
      state: 'active',
      createdAt: 2000,
      readReceipts: true,
      presence: true,
    });
    expect(await given.store.certificates.bySerial(certificate.serial)).toMatchObject({ account: made.no });
    expect(await keys.vault(made.no)).toBeUndefined();
    expect(await keys.chain(made.no, 0)).toEqual([]);
    expect(await rooms.ofAccount(made.no)).toHaveLength(1);
    expect((await log.entries(0, 10)).at(-1)?.what).toBe('registration');
    const again = draft();
    expect(await accounts.createBare({ ...bare, certificate: again })).toBe('username_taken');
    expect(await given.store.certificates.bySerial(again.serial)).toBeUndefined();
    await expect(person(given.store, 'bare')).rejects.toThrow('username_taken');
  });

  test('[S128] the certificates of a session belong to the device that it comes to be on', async () => {
    const { certificates, keys, sessions } = given.store;
    const anna = await person(given.store, 'anna');
    const keyHash = random(32);
    const [cameWith, sameKey, other] = [draft({ keyHash }), draft({ keyHash }), draft()];
    for (const each of [cameWith, sameKey, other]) await add(anna, each);
    const here = await session(anna, { certificate: cameWith.serial });
    const [askedHere, askedLater] = [draft(), draft()];
    await add(anna, askedHere, here);
    expect(await certificates.bySerial(askedHere.serial)).toMatchObject({ device: null });
    await sessions.bind(here, anna.device);
    await add(anna, { ...askedLater, device: anna.device }, here);
    for (const { serial } of [cameWith, sameKey, askedHere])
      expect(await certificates.bySerial(serial)).toMatchObject({ device: anna.device });
    expect(await certificates.bySerial(other.serial)).toMatchObject({ device: null });
    await keys.appendToChain(chainAppend(anna, 2, { removeDevices: [anna.deviceId], at: 3000 }));
    expect(await good(anna)).toEqual([other.serial]);
  });

  test("[S129] nobody's certificate comes to belong to the device of another, or to one that is removed", async () => {
    const { certificates, keys, sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const asked = draft();
    const here = await session(anna);
    await add(anna, asked, here);
    await sessions.bind(here, bert.device);
    expect(await certificates.bySerial(asked.serial)).toMatchObject({ device: null });
    await keys.appendToChain(chainAppend(anna, 2, { removeDevices: [anna.deviceId], at: 3000 }));
    await sessions.bind(here, anna.device);
    expect(await certificates.bySerial(asked.serial)).toMatchObject({ device: null });
  });

  test("[S130] what a device's certificate asks for ends with the device, without the device at hand, too", async () => {
    const { certificates, keys, sessions } = given.store;
    const anna = await person(given.store, 'anna');
    const ofDevice = draft({ device: anna.device });
    await add(anna, ofDevice);
    const askNext = async (): Promise<string> => {
      const next = draft();
      await add(anna, next, await session(anna, { certificate: ofDevice.serial }));
      expect(await certificates.bySerial(next.serial)).toMatchObject({ device: anna.device });
      return next.serial;
    };
    await askNext();
    const here = await session(anna, { device: anna.device });
    await sessions.endOthers(anna.no, here, audit('log out everywhere'));
    expect(await good(anna)).toEqual([ofDevice.serial]);
    const last = await askNext();
    expect((await good(anna)).toSorted()).toEqual([ofDevice.serial, last].toSorted());
    await keys.appendToChain(chainAppend(anna, 2, { removeDevices: [anna.deviceId], at: 3000 }));
    expect(await good(anna)).toEqual([]);
  });

  test('[S134] with a revoked one ends what was asked for in sessions that began with it, and what follows from that', async () => {
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [stolen, beside, theirs] = [draft(), draft(), draft()];
    await add(anna, stolen);
    await add(anna, beside);
    await add(bert, theirs);
    const [next, onDevice, third] = [draft(), draft({ device: anna.device }), draft()];
    await add(anna, next, await session(anna, { certificate: stolen.serial }));
    await add(anna, onDevice, await session(anna, { certificate: stolen.serial, device: anna.device }));
    await add(anna, third, await session(anna, { certificate: next.serial }));
    const last = await session(anna, { certificate: third.serial });
    expect(await revoke(anna, stolen.serial, 3000)).toBe(true);
    expect(await good(anna)).toEqual([beside.serial]);
    expect(await good(bert)).toEqual([theirs.serial]);
    expect(await given.store.sessions.find(last, 2000)).toBeUndefined();
  });

  test('[S135] whoever revokes one stays with their own that followed from it, unless that is the one', async () => {
    const anna = await person(given.store, 'anna');
    const [old, sibling, next, after] = [draft(), draft(), draft(), draft()];
    await add(anna, old);
    await add(anna, sibling, await session(anna, { certificate: old.serial }));
    await add(anna, next, await session(anna, { certificate: old.serial }));
    const here = await session(anna, { certificate: next.serial });
    await add(anna, after, here);
    expect(await revoke(anna, old.serial, 3000, here)).toBe(true);
    expect((await good(anna)).toSorted()).toEqual([next.serial, after.serial].toSorted());
    expect(await given.store.sessions.find(here, 2000)).toBeDefined();
    expect(await revoke(anna, next.serial, 3000, here)).toBe(true);
    expect(await good(anna)).toEqual([]);
  });
}
