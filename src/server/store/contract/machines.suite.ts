import { expect, test } from 'vitest';
import type { MachineStore, NewMachineToken, StoredMachine } from '../../core/ports.ts';
import { audit, id, random, sha256, text, type Given } from './world.suite.ts';

export function machinePromises(given: Given): void {
  const codeOf = (words: string): Uint8Array => sha256(text(words));
  const identify = (name: string, more: Partial<Parameters<MachineStore['identify']>[0]> = {}): Promise<boolean> =>
    given.store.machines.identify({
      name,
      machine: id(),
      endpoint: '10.0.0.1',
      at: 1000,
      mayAdd: true,
      code: null,
      most: 9,
      endpoints: 9,
      audit: audit(`enrolled ${name}`),
      ...more,
    });
  const token = (more: Partial<NewMachineToken> = {}): NewMachineToken => ({
    jti: Buffer.from(random(16)).toString('hex'),
    label: null,
    issuedAt: 2000,
    endsAt: 9000,
    ...more,
  });
  const named = async (name: string): Promise<StoredMachine> => {
    const found = await given.store.machines.byName(name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const authenticate = async (name: string, passwordHash: string, its = token(), endpoint = '10.0.0.1') => {
    const { no } = await named(name);
    return given.store.machines.authenticate({ machine: no, endpoint, passwordHash, token: its, endpoints: 9 });
  };
  const stateAt = async (name: string, endpoint = '10.0.0.1') =>
    given.store.machines.state((await named(name)).no, endpoint);
  const acts = async (): Promise<string[]> => (await given.store.audit.entries(0, 99)).map(({ what }) => what);

  test('[S140] an unknown machine is added only where it may be, once, up to so many, and each time in the audit log', async () => {
    expect(await identify('dale', { mayAdd: false })).toBe(false);
    expect(await given.store.machines.byName('dale')).toBeUndefined();
    expect(await identify('dale', { machine: 'its-id' })).toBe(true);
    expect(await identify('dale', { mayAdd: false, endpoint: '10.0.0.2', at: 1001 })).toBe(true);
    expect(await named('dale')).toEqual({
      no: expect.any(Number),
      machine: 'its-id',
      everyone: false,
      name: 'dale',
      passwordHash: null,
      enrolledFrom: null,
      disabled: false,
      endpoint: '10.0.0.2',
      state: 'IDENTIFIED',
      createdAt: 1000,
    });
    expect(await identify('chip', { most: 1 })).toBe(false);
    expect(await identify('chip', { most: 2 })).toBe(true);
    expect((await given.store.machines.list()).map(({ name }) => name)).toEqual(['chip', 'dale']);
    expect(await acts()).toEqual(['enrolled dale', 'enrolled chip']);
  });

  test('[S141] states are kept for each machine and address, and the oldest of one state give way', async () => {
    await identify('dale');
    await identify('dale', { endpoint: '10.0.0.2', at: 1001 });
    await identify('chip');
    expect(await authenticate('dale', 'hash')).toBe(true);
    const seen = async () => Promise.all([1, 2, 3].map((at) => stateAt('dale', `10.0.0.${at}`)));
    expect(await seen()).toEqual(['AUTHENTICATED', 'IDENTIFIED', 'GROUNDED']);
    expect(await stateAt('chip')).toBe('IDENTIFIED');
    await identify('dale', { endpoint: '10.0.0.3', at: 1002, endpoints: 1 });
    expect(await seen()).toEqual(['AUTHENTICATED', 'GROUNDED', 'IDENTIFIED']);
    await identify('dale');
    expect(await stateAt('dale')).toBe('IDENTIFIED');
  });

  test('[S142] the first password stays: another hash is refused, and so is whoever is not identified there', async () => {
    await identify('dale');
    expect(await authenticate('dale', 'hash', token(), '10.0.0.2')).toBe(false);
    expect((await named('dale')).passwordHash).toBeNull();
    const [one, other] = await Promise.all([authenticate('dale', 'hash'), authenticate('dale', 'other')]);
    expect([one, other]).toEqual([true, false]);
    expect((await named('dale')).passwordHash).toBe('hash');
    expect(await authenticate('dale', 'hash')).toBe(true);
  });

  test('[S143] a token leads to its machine until it ends or is revoked, alone or with all of them', async () => {
    const { machines } = given.store;
    await identify('dale');
    await identify('chip');
    const [own, long] = [token(), token({ label: 'cron', endsAt: 50_000 })];
    await authenticate('dale', 'hash', own);
    const most = { machines: 9, tokens: 1 };
    const add = { name: 'dale', machine: id(), token: long, most, audit: audit('token') };
    expect(await machines.addToken(add)).toBe('stored');
    expect(await machines.addToken({ ...add, token: token({ label: 'x' }) })).toBe('too_many');
    const { no } = await named('dale');
    expect((await machines.holder(own.jti, 8999))?.name).toBe('dale');
    expect(await machines.holder(own.jti, 9000)).toBeUndefined();
    expect(await machines.holder('nothing', 2000)).toBeUndefined();
    expect(await machines.tokens(no, 2000)).toEqual([{ ...long, revokedAt: null }]);
    expect(await machines.revokeTokens((await named('chip')).no, long.jti, 3000, audit('revoke'))).toBe(0);
    expect(await machines.revokeTokens(no, long.jti, 3000, audit('revoke'))).toBe(1);
    expect(await machines.holder(long.jti, 3000)).toBeUndefined();
    expect(await machines.holder(own.jti, 3000)).toBeDefined();
    expect(await machines.revokeTokens(no, null, 3000, audit('revoke all'))).toBe(1);
    expect(await machines.holder(own.jti, 3000)).toBeUndefined();
    expect(await machines.tokens(no, 2000)).toEqual([]);
    expect(await acts()).toEqual(['enrolled dale', 'enrolled chip', 'token', 'revoke', 'revoke all']);
  });

  test('[S144] a token adds a machine that is not known, and none to one that is disabled', async () => {
    const { machines } = given.store;
    const most = { machines: 1, tokens: 9 };
    const add = { name: 'hook', machine: id(), token: token({ label: 'hook' }), most, audit: audit('token') };
    expect(await machines.addToken(add)).toBe('stored');
    expect((await machines.holder(add.token.jti, 2000))?.name).toBe('hook');
    expect(await machines.addToken({ ...add, name: 'other', token: token({ label: 'x' }) })).toBe('too_many');
    await machines.setDisabled((await named('hook')).no, true, 3000, audit('disable'));
    expect(await machines.addToken({ ...add, token: token({ label: 'x' }) })).toBe('disabled');
  });

  test('[S145] a code lets one machine in once, and in time; the newest of a name counts', async () => {
    const { machines } = given.store;
    const open = (words: string, name = 'dale', expiresAt = 5000) =>
      machines.addCode({ name, code: codeOf(words), at: 1000, expiresAt }, audit('code'));
    const enrol = (words: string, name = 'dale', at = 1000) =>
      identify(name, { mayAdd: false, code: codeOf(words), at });
    await open('first');
    await open('second');
    expect(await enrol('first')).toBe(false);
    expect(await enrol('second', 'chip')).toBe(false);
    expect(await enrol('second', 'dale', 5000)).toBe(false);
    expect(await Promise.all([enrol('second'), enrol('second')])).toEqual([true, false]);
    expect(await named('dale')).toMatchObject({ enrolledFrom: '10.0.0.1', state: 'IDENTIFIED' });
    expect(given.under.bytes().includes(Buffer.from('second'))).toBe(false);
  });

  test('[S146] a code for a machine that is known makes it new: no password, no token, no state', async () => {
    const { machines } = given.store;
    await identify('dale');
    const own = token();
    await authenticate('dale', 'hash', own);
    await machines.setDisabled((await named('dale')).no, true, 2500, audit('disable'));
    await machines.addCode({ name: 'dale', code: codeOf('code'), at: 1000, expiresAt: 5000 }, audit('code'));
    expect(await identify('dale', { endpoint: '10.0.0.7', code: codeOf('code'), mayAdd: false })).toBe(true);
    expect(await named('dale')).toMatchObject({ passwordHash: null, enrolledFrom: '10.0.0.7', disabled: false });
    expect(await stateAt('dale')).toBe('GROUNDED');
    expect(await stateAt('dale', '10.0.0.7')).toBe('IDENTIFIED');
    expect(await machines.holder(own.jti, 2600)).toBeUndefined();
  });

  test('[S147] a disabled machine is grounded, holds nothing and does not come back by itself', async () => {
    const { machines } = given.store;
    await identify('dale');
    const own = token();
    await authenticate('dale', 'hash', own);
    const { no } = await named('dale');
    await machines.setDisabled(no, true, 3000, audit('disable'));
    expect(await stateAt('dale')).toBe('GROUNDED');
    expect(await machines.holder(own.jti, 3000)).toBeUndefined();
    expect(await identify('dale')).toBe(false);
    expect(await authenticate('dale', 'hash')).toBe(false);
    await machines.setDisabled(no, false, 4000, audit('enable'));
    expect(await machines.holder(own.jti, 4000)).toBeUndefined();
    expect(await identify('dale')).toBe(true);
    expect(await authenticate('dale', 'hash')).toBe(true);
  });

  test('[S148] what has ended is removed, and the rest is there after a kill', async () => {
    const { machines } = given.store;
    await identify('dale');
    const [ended, good] = [token(), token({ label: 'cron', endsAt: 50_000 })];
    await authenticate('dale', 'hash', ended);
    await machines.addToken({
      name: 'dale',
      machine: id(),
      token: good,
      most: { machines: 9, tokens: 9 },
      audit: audit('token'),
    });
    await machines.seen((await named('dale')).no, '10.0.0.9');
    await machines.removeExpired(9000);
    expect(await machines.holder(ended.jti, 8000)).toBeUndefined();
    const killed = await given.under.openAsKilled();
    expect((await killed.machines.holder(good.jti, 9000))?.name).toBe('dale');
    expect(await killed.machines.byName('dale')).toMatchObject({ passwordHash: 'hash', endpoint: '10.0.0.9' });
    await killed.close();
  });
}
