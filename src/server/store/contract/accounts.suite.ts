import { expect, test } from 'vitest';
import type { Store } from '../../core/ports.ts';
import { StoreUnavailable } from '../../core/unavailable.ts';
import { audit, id, newAccount, person, random, vault, type Given } from './world.suite.ts';

export function accountPromises(given: Given): void {
  test('[S1] an account is stored whole and found by name, id and number', async () => {
    const { accounts, keys, audit: log } = given.store;
    const draft = newAccount('anna', { role: 'admin', vault: vault(1, 'mine') });
    const created = await accounts.create(draft);
    if (typeof created === 'string') throw new Error(created);
    const stored = {
      no: created.no,
      account: draft.account,
      username: 'anna',
      displayName: 'ANNA',
      role: 'admin',
      state: 'active',
      createdAt: 1000,
      readReceipts: true,
      presence: true,
    };
    expect(await accounts.byName('anna')).toEqual(stored);
    expect(await accounts.byId(draft.account)).toEqual(stored);
    expect(await accounts.byNo(created.no)).toEqual(stored);
    expect(await keys.vault(created.no)).toEqual(vault(1, 'mine'));
    expect(await keys.opaqueRecord(created.no)).toBe('record of anna');
    expect(await keys.chain(created.no, 0)).toEqual([draft.created]);
    expect(await keys.accountKeys(created.no, null, 1, 9)).toEqual([draft.accountKey]);
    expect(await keys.devices(created.no)).toEqual([
      { no: created.device, device: draft.device.device, label: 'laptop', state: 'live', addedAt: 1000, seenAt: 1000 },
    ]);
    expect((await log.entries(0, 10)).map(({ what }) => what)).toEqual(['register anna']);
  });

  test('[S2] what is not there is undefined', async () => {
    const { accounts, keys } = given.store;
    expect(await accounts.byName('nobody')).toBeUndefined();
    expect(await accounts.byId(id())).toBeUndefined();
    expect(await accounts.byNo(7)).toBeUndefined();
    expect(await keys.vault(7)).toBeUndefined();
    expect(await keys.opaqueRecord(7)).toBeUndefined();
    expect(await keys.chain(7, 0)).toEqual([]);
    expect(await keys.devices(7)).toEqual([]);
    expect(await keys.accountKeys(7, null, 1, 9)).toEqual([]);
  });

  test('[S3] a name is given once: of many at the same moment one gets it, and nothing of the others is stored', async () => {
    const { accounts } = given.store;
    const drafts = Array.from({ length: 5 }, () => newAccount('anna'));
    const answers = await Promise.all(drafts.map((draft) => accounts.create(draft)));
    expect(answers.filter((answer) => answer === 'username_taken')).toHaveLength(4);
    expect(await accounts.create(newAccount('anna'))).toBe('username_taken');
    const winner = await accounts.byName('anna');
    for (const { account } of drafts) {
      expect((await accounts.byId(account)) !== undefined).toBe(account === winner?.account);
    }
    expect(await given.store.audit.entries(0, 10)).toHaveLength(1);
  });

  test('[S4] a disabled account keeps its name', async () => {
    const { accounts } = given.store;
    const anna = await person(given.store, 'anna');
    await accounts.setState(anna.no, 'disabled', audit('disable'));
    expect(await accounts.create(newAccount('anna'))).toBe('username_taken');
  });

  test('[S5] a link is spent with the account that it makes, once, and not by a name that is taken', async () => {
    const { accounts, links } = given.store;
    const tokenHash = random(32);
    await links.create({ kind: 'invitation', tokenHash, account: null, at: 1000, expiresAt: 2000 }, audit('invite'));
    await person(given.store, 'anna');
    const link = { kind: 'invitation', tokenHash } as const;
    expect(await accounts.create(newAccount('anna', { link }))).toBe('username_taken');
    expect(await links.find('invitation', tokenHash, 1500)).toEqual({ account: null });
    const answers = await Promise.all([
      accounts.create(newAccount('bert', { link })),
      accounts.create(newAccount('carl', { link })),
    ]);
    expect(answers[0]).toMatchObject({ no: expect.any(Number) });
    expect(answers[1]).toBe('link_spent');
    expect(await links.find('invitation', tokenHash, 1500)).toBeUndefined();
    expect(await accounts.byName('carl')).toBeUndefined();
  });

  test('[S6] a link that has ended, of another kind or unknown makes no account', async () => {
    const { accounts, links } = given.store;
    const tokenHash = random(32);
    await links.create({ kind: 'invitation', tokenHash, account: null, at: 1000, expiresAt: 2000 }, null);
    const late = newAccount('anna', { link: { kind: 'invitation', tokenHash }, at: 2000 });
    expect(await accounts.create(late)).toBe('link_spent');
    expect(await accounts.create(newAccount('anna', { link: { kind: 'setup', tokenHash } }))).toBe('link_spent');
    const unknown = { kind: 'invitation', tokenHash: random(32) } as const;
    expect(await accounts.create(newAccount('anna', { link: unknown }))).toBe('link_spent');
    expect(await accounts.byName('anna')).toBeUndefined();
  });

  test('[S7] the first admin turns registration in the same step', async () => {
    await person(given.store, 'anna', {
      setRegistration: { on: false, audit: audit('switch off') },
    });
    expect((await given.store.switches.all()).get('registration')).toBe(false);
  });

  test('[S341] with so many accounts there is no other, whichever way, and a link for it is not spent', async () => {
    const { accounts, links } = given.store;
    const tokenHash = random(32);
    await links.create({ kind: 'invitation', tokenHash, account: null, at: 1000, expiresAt: 9000 }, null);
    const link = { kind: 'invitation', tokenHash } as const;
    await person(given.store, 'anna', { most: 2 });
    const made = await Promise.all(
      ['bert', 'cleo', 'dora'].map((name) => accounts.create(newAccount(name, { most: 2 }))),
    );
    expect(made.filter((one) => one === 'too_many_accounts')).toHaveLength(2);
    expect(await accounts.create(newAccount('emil', { most: 2, link }))).toBe('too_many_accounts');
    const certificate = {
      serial: 'ab'.repeat(16),
      keyHash: random(32),
      label: '',
      device: null,
      issuedAt: 1,
      endsAt: 2,
    };
    const bare = { username: 'bare', state: 'active', certificate, most: 2, at: 1, audit: audit('bare') } as const;
    expect(await accounts.createBare(bare)).toBe('too_many_accounts');
    expect(await accounts.create(newAccount('emil', { most: 3, link }))).toMatchObject({ no: expect.any(Number) });
  });

  test('[S8] counts active accounts, lists all, and knows whether there is an admin', async () => {
    const { accounts } = given.store;
    expect(await accounts.count()).toBe(0);
    expect(await accounts.hasAdmin()).toBe(false);
    const bert = await person(given.store, 'bert');
    await person(given.store, 'anna', { state: 'pending' });
    expect(await accounts.count()).toBe(1);
    expect((await accounts.list()).map(({ username, state }) => [username, state])).toEqual([
      ['anna', 'pending'],
      ['bert', 'active'],
    ]);
    await accounts.setRole(bert.no, 'admin', audit('promote'));
    expect(await accounts.hasAdmin()).toBe(true);
    expect((await accounts.byNo(bert.no))?.role).toBe('admin');
  });

  test('[S9] display name, role and state change', async () => {
    const { accounts } = given.store;
    const anna = await person(given.store, 'anna', { state: 'pending' });
    await accounts.setDisplayName(anna.no, 'Anna Ärmel');
    await accounts.setState(anna.no, 'active', audit('approve'));
    expect(await accounts.byNo(anna.no)).toMatchObject({ displayName: 'Anna Ärmel', state: 'active', role: 'member' });
  });

  test('[S10] anything but active ends the sessions of the account, and of no other', async () => {
    const { accounts, sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [ofAnna, ofBert] = [random(32), random(32)];
    await sessions.create({
      tokenHash: ofAnna,
      account: anna.no,
      device: anna.device,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    await sessions.create({
      tokenHash: ofBert,
      account: bert.no,
      device: bert.device,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    await accounts.setState(anna.no, 'disabled', audit('disable'));
    expect(await sessions.find(ofAnna, 1001)).toBeUndefined();
    expect(await sessions.find(ofBert, 1001)).toBeDefined();
    await accounts.setState(bert.no, 'active', audit('enable'));
    expect(await sessions.find(ofBert, 1001)).toBeDefined();
  });

  test('[S11] what was stored is there after closing, and after a kill', async () => {
    const anna = await person(given.store, 'anna');
    const killed = await given.under.openAsKilled();
    expect((await killed.accounts.byName('anna'))?.no).toBe(anna.no);
    const names = ({ instance, incarnation }: Store): string[] => [instance, incarnation];
    expect(names(killed)).toEqual(names(given.store));
    await killed.close();
    await given.store.close();
    const again = await given.under.open();
    expect((await again.accounts.byName('anna'))?.no).toBe(anna.no);
    expect(names(again)).toEqual(names(given.store));
    expect((await person(again, 'bert')).no).not.toBe(anna.no);
    await again.close();
  });

  test('[S12] a closed store takes nothing', async () => {
    await given.store.close();
    await expect(given.store.ping()).rejects.toThrow(StoreUnavailable);
    await expect(given.store.accounts.create(newAccount('anna'))).rejects.toThrow(StoreUnavailable);
    await expect(given.store.accounts.byName('anna')).rejects.toThrow(StoreUnavailable);
  });

  test('[S13] what waits when the store closes is stored', async () => {
    const waiting = [newAccount('anna'), newAccount('bert')].map((draft) => given.store.accounts.create(draft));
    await given.store.close();
    await Promise.all(waiting);
    const again = await given.under.open();
    expect(await again.accounts.count()).toBe(2);
    await again.close();
  });
}
