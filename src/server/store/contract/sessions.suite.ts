import { expect, test } from 'vitest';
import { audit, person, random, type Given, type Person } from './world.suite.ts';

export function sessionPromises(given: Given): void {
  const session = async (of: Person, device: number | null = of.device): Promise<Uint8Array> => {
    const tokenHash = random(32);
    await given.store.sessions.create({
      tokenHash,
      account: of.no,
      device,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 5000,
    });
    return tokenHash;
  };

  test('[S20] a session is found by its hash until it ends', async () => {
    const anna = await person(given.store, 'anna');
    const hash = await session(anna);
    const found = await given.store.sessions.find(hash, 1001);
    expect(found).toEqual({
      account: await given.store.accounts.byNo(anna.no),
      device: { no: anna.device, device: anna.deviceId, state: 'live' },
      began: { by: 'password' },
      confirmed: false,
      seenAt: 1000,
      expiresAt: 5000,
    });
    expect(await given.store.sessions.find(hash, 4999)).toBeDefined();
    expect(await given.store.sessions.find(hash, 5000)).toBeUndefined();
    expect(await given.store.sessions.find(random(32), 1001)).toBeUndefined();
    await given.store.sessions.end(hash);
    expect(await given.store.sessions.find(hash, 1001)).toBeUndefined();
  });

  test('[S21] touching notes session and device as seen and moves the end, never backwards', async () => {
    const { sessions, keys } = given.store;
    const anna = await person(given.store, 'anna');
    const hash = await session(anna);
    await sessions.touch(hash, 2000, 6000);
    await sessions.touch(hash, 1500, 5500);
    expect(await sessions.find(hash, 5999)).toMatchObject({ seenAt: 2000, expiresAt: 6000 });
    expect((await keys.devices(anna.no))[0]?.seenAt).toBe(2000);
  });

  test('[S22] a session is bound to a device of its own account only', async () => {
    const { sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const hash = await session(anna, null);
    expect((await sessions.find(hash, 1001))?.device).toBeNull();
    await sessions.bind(hash, bert.device);
    expect((await sessions.find(hash, 1001))?.device).toBeNull();
    await sessions.bind(hash, anna.device);
    expect((await sessions.find(hash, 1001))?.device?.no).toBe(anna.device);
  });

  test('[S29] with a session that comes to be on it, a device is seen', async () => {
    const { sessions, keys } = given.store;
    const anna = await person(given.store, 'anna');
    const tokenHash = random(32);
    const times = { at: 7000, expiresAt: 9000 };
    await sessions.create({ tokenHash, account: anna.no, device: null, began: { by: 'password' }, ...times });
    await sessions.bind(tokenHash, anna.device);
    expect((await keys.devices(anna.no))[0]?.seenAt).toBe(7000);
  });

  test('[S23] a suspended device shows in its sessions', async () => {
    const { sessions, keys } = given.store;
    const anna = await person(given.store, 'anna');
    const hash = await session(anna);
    await keys.setDeviceState(anna.no, anna.deviceId, 'suspended', audit('suspend'));
    expect((await sessions.find(hash, 1001))?.device?.state).toBe('suspended');
    await keys.setDeviceState(anna.no, anna.deviceId, 'live', audit('resume'));
    expect((await sessions.find(hash, 1001))?.device?.state).toBe('live');
  });

  test('[S24] all sessions of one account but one end together', async () => {
    const { sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [first, second, other] = [await session(anna), await session(anna), await session(bert)];
    await sessions.endOthers(anna.no, first, audit('log out everywhere'));
    expect(await sessions.find(first, 1001)).toBeDefined();
    expect(await sessions.find(second, 1001)).toBeUndefined();
    expect(await sessions.find(other, 1001)).toBeDefined();
    expect((await given.store.audit.entries(0, 10)).at(-1)?.what).toBe('log out everywhere');
  });

  test('[S28] how a session began is kept, and that it was confirmed', async () => {
    const { sessions } = given.store;
    const anna = await person(given.store, 'anna');
    for (const began of [{ by: 'linking' }, { by: 'ssh', sshKey: 'SHA256:a' }] as const) {
      const tokenHash = random(32);
      await sessions.create({ tokenHash, account: anna.no, device: null, began, at: 1000, expiresAt: 5000 });
      expect(await sessions.find(tokenHash, 1001)).toMatchObject({ began, confirmed: false });
      await sessions.confirm(tokenHash);
      expect(await sessions.find(tokenHash, 1001)).toMatchObject({ began, confirmed: true });
    }
  });

  test('[S25] expired sessions are removed and counted', async () => {
    const { sessions } = given.store;
    const anna = await person(given.store, 'anna');
    await session(anna);
    await session(anna);
    const kept = await session(anna);
    await sessions.touch(kept, 2000, 9000);
    expect(await sessions.removeExpired(5000)).toBe(2);
    expect(await sessions.removeExpired(5000)).toBe(0);
    expect(await sessions.find(kept, 5000)).toBeDefined();
  });

  test('[S26] a setup link replaces the one before; invitations stand side by side', async () => {
    const { links } = given.store;
    const [a, b, c, d] = [random(32), random(32), random(32), random(32)];
    const times = { account: null, at: 1000, expiresAt: 2000 };
    await links.create({ kind: 'invitation', tokenHash: a, ...times }, audit('invite'));
    await links.create({ kind: 'invitation', tokenHash: b, ...times }, audit('invite'));
    await links.create({ kind: 'setup', tokenHash: c, ...times }, null);
    await links.create({ kind: 'setup', tokenHash: d, ...times }, null);
    expect(await links.find('invitation', a, 1500)).toEqual({ account: null });
    expect(await links.find('invitation', b, 1500)).toEqual({ account: null });
    expect(await links.find('setup', c, 1500)).toBeUndefined();
    expect(await links.find('setup', d, 1500)).toEqual({ account: null });
    expect(await links.find('invitation', d, 1500)).toBeUndefined();
    expect(await links.find('setup', d, 2000)).toBeUndefined();
    expect(await given.store.audit.entries(0, 10)).toHaveLength(2);
  });

  test('[S27] a reset link names its account', async () => {
    const anna = await person(given.store, 'anna');
    const tokenHash = random(32);
    await given.store.links.create({ kind: 'reset', tokenHash, account: anna.no, at: 1000, expiresAt: 2000 }, null);
    expect(await given.store.links.find('reset', tokenHash, 1500)).toEqual({ account: anna.no });
  });

  test('[S115] open links are listed without their tokens, the newest first, and one is revoked by its id', async () => {
    const { links, audit: log } = given.store;
    const anna = await person(given.store, 'anna');
    const [invitation, reset, ended] = [random(32), random(32), random(32)];
    await links.create({ kind: 'invitation', tokenHash: ended, account: null, at: 900, expiresAt: 1400 }, null);
    await links.create({ kind: 'invitation', tokenHash: invitation, account: null, at: 1000, expiresAt: 2000 }, null);
    await links.create({ kind: 'reset', tokenHash: reset, account: anna.no, at: 1100, expiresAt: 2100 }, null);
    const idOf = (hash: Uint8Array) => Buffer.from(hash.subarray(0, 5)).toString('hex');
    expect(await links.open(1500)).toEqual([
      { id: idOf(reset), kind: 'reset', username: 'anna', createdAt: 1100, expiresAt: 2100 },
      { id: idOf(invitation), kind: 'invitation', username: null, createdAt: 1000, expiresAt: 2000 },
    ]);
    const before = (await log.entries(0, 10)).length;
    expect(await links.revoke('0000000000', audit('revoke'))).toBe(false);
    expect(await log.entries(0, 10)).toHaveLength(before);
    expect(await links.revoke(idOf(invitation), audit('revoke'))).toBe(true);
    expect(await log.entries(0, 10)).toHaveLength(before + 1);
    expect(await links.find('invitation', invitation, 1500)).toBeUndefined();
    expect(await links.find('reset', reset, 1500)).toEqual({ account: anna.no });
  });

  test("[S116] a reset link replaces the account's own before it, and nobody else's", async () => {
    const { links } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [first, second, other] = [random(32), random(32), random(32)];
    const times = { kind: 'reset', at: 1000, expiresAt: 2000 } as const;
    await links.create({ ...times, tokenHash: first, account: anna.no }, null);
    await links.create({ ...times, tokenHash: other, account: bert.no }, null);
    await links.create({ ...times, tokenHash: second, account: anna.no }, null);
    expect(await links.find('reset', first, 1500)).toBeUndefined();
    expect(await links.find('reset', second, 1500)).toEqual({ account: anna.no });
    expect(await links.find('reset', other, 1500)).toEqual({ account: bert.no });
  });
}
