import { expect, test } from 'vitest';
import type { Began, NewSshKey } from '../../core/ports.ts';
import { audit, chainAppend, person, random, type Given } from './world.suite.ts';

export function sshKeyPromises(given: Given): void {
  const draft = (fingerprint: string, addedAt = 2000): NewSshKey => ({
    fingerprint,
    publicKey: `ssh-ed25519 ${fingerprint}`,
    label: 'laptop',
    addedAt,
  });
  const names = async (account: number): Promise<string[]> =>
    (await given.store.sshKeys.of(account)).map(({ fingerprint }) => fingerprint);

  test('[S190] SSH keys belong to an account, in the order in which they were added', async () => {
    const { sshKeys, audit: log } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    expect(await sshKeys.add(anna.no, draft('b'), 20, audit('key added'))).toBe('stored');
    expect(await sshKeys.add(anna.no, draft('a', 3000), 20, audit('key added'))).toBe('stored');
    expect(await sshKeys.of(anna.no)).toEqual([
      { ...draft('b'), usedAt: null },
      { ...draft('a', 3000), usedAt: null },
    ]);
    expect(await sshKeys.of(bert.no)).toEqual([]);
    expect(await sshKeys.add(bert.no, draft('a'), 20, audit('key added'))).toBe('stored');
    expect((await log.entries(0, 10)).filter(({ what }) => what === 'key added')).toHaveLength(3);
  });

  test('[S191] an account has a key once, and no more than so many; what was not stored is not in the audit log', async () => {
    const { sshKeys, audit: log } = given.store;
    const anna = await person(given.store, 'anna');
    await sshKeys.add(anna.no, draft('a'), 2, audit('key added'));
    expect(await sshKeys.add(anna.no, draft('a'), 2, audit('key added'))).toBe('known');
    expect(await sshKeys.add(anna.no, draft('b'), 2, audit('key added'))).toBe('stored');
    expect(await sshKeys.add(anna.no, draft('c'), 2, audit('key added'))).toBe('too_many');
    expect(await names(anna.no)).toEqual(['a', 'b']);
    expect((await log.entries(0, 10)).filter(({ what }) => what === 'key added')).toHaveLength(2);
  });

  test("[S192] a removed one is gone, one's own only, and is not used any more", async () => {
    const { sshKeys, audit: log } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    await sshKeys.add(anna.no, draft('a'), 20, audit('key added'));
    expect(await sshKeys.remove(bert.no, 'a', audit('key removed'))).toBe(false);
    expect(await sshKeys.used(bert.no, 'a', 5000)).toBe(false);
    expect(await sshKeys.used(anna.no, 'a', 5000)).toBe(true);
    expect(await sshKeys.of(anna.no)).toEqual([{ ...draft('a'), usedAt: 5000 }]);
    expect(await sshKeys.remove(anna.no, 'a', audit('key removed'))).toBe(true);
    expect(await sshKeys.remove(anna.no, 'a', audit('key removed'))).toBe(false);
    expect(await sshKeys.used(anna.no, 'a', 6000)).toBe(false);
    expect(await names(anna.no)).toEqual([]);
    expect((await log.entries(0, 10)).filter(({ what }) => what === 'key removed')).toHaveLength(1);
  });

  test('[S194] with a removed one end the sessions that began with it, what they asked for, and what began with that', async () => {
    const { sshKeys, sessions, certificates } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    for (const { no } of [anna, bert])
      for (const fingerprint of ['a', 'b']) await sshKeys.add(no, draft(fingerprint), 20, audit('key added'));
    const session = async (account: number, began: Began): Promise<Uint8Array> => {
      const tokenHash = random(32);
      await sessions.create({ tokenHash, account, device: null, began, at: 1000, expiresAt: 50_000 });
      return tokenHash;
    };
    const ask = async (asking: Uint8Array): Promise<string> => {
      const serial = Buffer.from(random(16)).toString('hex');
      const times = { issuedAt: 500, endsAt: 9000 };
      const certificate = { serial, keyHash: random(32), label: '', device: null, ...times };
      await certificates.add({ account: anna.no, certificate, session: asking, most: 9, audit: audit('issued') });
      return serial;
    };
    const [began, withAnother, theirs] = [
      await session(anna.no, { by: 'ssh', sshKey: 'a' }),
      await session(anna.no, { by: 'ssh', sshKey: 'b' }),
      await session(bert.no, { by: 'ssh', sshKey: 'a' }),
    ];
    const [asked, kept] = [await ask(began), await ask(withAnother)];
    const later = await session(anna.no, { by: 'certificate', certificate: asked });
    await ask(later);
    await sshKeys.remove(anna.no, 'a', audit('key removed'));
    for (const ended of [began, later]) expect(await sessions.find(ended, 2000)).toBeUndefined();
    for (const stays of [withAnother, theirs]) expect(await sessions.find(stays, 2000)).toBeDefined();
    expect((await certificates.of(anna.no, 2000)).map(({ serial }) => serial)).toEqual([kept]);
  });

  test('[S193] a reset takes all of them away', async () => {
    const { sshKeys, links, keys } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    for (const { no } of [anna, bert]) await sshKeys.add(no, draft('a'), 20, audit('key added'));
    const tokenHash = random(32);
    await links.create({ kind: 'reset', tokenHash, account: anna.no, at: 1000, expiresAt: 9000 }, null);
    const vault = (await keys.vault(anna.no))!;
    const append = chainAppend(anna, 2, { addDevice: { device: 'new-device', label: 'new' }, at: 3000 });
    await keys.reset({ tokenHash, append, record: 'new', vault: { ...vault, version: 2 } });
    expect(await names(anna.no)).toEqual([]);
    expect(await names(bert.no)).toEqual(['a']);
  });
}
