import { expect, test } from 'vitest';
import type { OwnStream } from '../../core/ports.ts';
import { audit, id, person, type Given } from './world.suite.ts';

export function followerPromises(given: Given): void {
  const machine = async (name: string): Promise<number> => {
    const token = { jti: id(), label: 'cron', issuedAt: 1, endsAt: 9999 };
    const most = { machines: 9, tokens: 9 };
    await given.store.machines.addToken({ name, machine: id(), token, most, audit: audit('token') });
    const found = await given.store.machines.byName(name);
    if (!found) throw new Error('no machine');
    return found.no;
  };
  const set = (no: number, more: { add?: number[]; remove?: number[]; everyone?: boolean; read?: number }) =>
    given.store.followers.set({
      machine: no,
      add: [],
      remove: [],
      everyone: undefined,
      read: 0,
      audit: audit('followers'),
      ...more,
    });
  const own = (name: string, account: number, all = false): Promise<OwnStream | undefined> =>
    given.store.followers.one(name, account, all);
  const names = async (no: number): Promise<string[]> =>
    (await given.store.followers.followers(no, { after: null, limit: 9 })).map(({ username }) => username);

  test('[S150] a stream is there for those who were named, from the head on; to others it is like none', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    const dale = await machine('dale');
    await set(dale, { add: [amara.no], read: 7 });
    await set(dale, { add: [amara.no], read: 9 });
    expect(await own('dale', amara.no)).toEqual({
      no: dale,
      machine: 'dale',
      everyone: false,
      disabled: false,
      follows: true,
      read: 7,
      followers: 1,
      alerts: null,
    });
    expect(await own('dale', bram.no)).toBeUndefined();
    expect(await own('gale', amara.no, true)).toBeUndefined();
    expect(await own('dale', bram.no, true)).toMatchObject({ follows: false, read: null });
    await set(dale, { remove: [amara.no] });
    expect(await own('dale', amara.no)).toBeUndefined();
    await set(dale, { add: [amara.no], read: 11 });
    expect(await own('dale', amara.no)).toMatchObject({ read: 11 });
    const audited = await given.store.audit.entries(0, 99);
    expect(audited.filter(({ what }) => what === 'followers')).toHaveLength(4);
  });

  test('[S195] admins follow a machine that one of them let in, from its first record on; others nobody', async () => {
    const amara = await person(given.store, 'amara', { role: 'admin' });
    await person(given.store, 'bram');
    await person(given.store, 'cleo', { role: 'admin', state: 'pending' });
    const byToken = await machine('dale');
    const enrol = (name: string, code: Uint8Array | null): Promise<boolean> =>
      given.store.machines.identify({
        name,
        machine: id(),
        endpoint: '127.0.0.1',
        at: 1,
        mayAdd: true,
        code,
        most: 9,
        endpoints: 9,
        audit: audit('enrolled'),
      });
    const code = new Uint8Array(32).fill(7);
    await given.store.machines.addCode({ name: 'gale', code, at: 1, expiresAt: 9999 }, audit('code'));
    await enrol('gale', code);
    await enrol('hale', null);
    expect(await own('dale', amara.no)).toMatchObject({ follows: true, read: 0, followers: 1 });
    expect(await own('gale', amara.no)).toMatchObject({ follows: true, read: 0, followers: 1 });
    expect(await own('hale', amara.no, true)).toMatchObject({ follows: false, followers: 0 });
    expect(await names(byToken)).toEqual(['amara']);
  });

  test('[S151] everyone follows what is open to everyone, but for those who stopped, and only as long', async () => {
    const [amara, bram, cleo] = [
      await person(given.store, 'amara'),
      await person(given.store, 'bram'),
      await person(given.store, 'cleo', { state: 'pending' }),
    ];
    const dale = await machine('dale');
    await set(dale, { add: [amara.no], read: 3 });
    await set(dale, { everyone: true, read: 5 });
    expect([await own('dale', amara.no), await own('dale', bram.no)]).toMatchObject([
      { everyone: true, follows: true, read: 3, followers: 2 },
      { follows: true, read: 5 },
    ]);
    expect(await names(dale)).toEqual(['amara', 'bram']);
    await given.store.followers.unfollow(dale, bram.no, 1000);
    expect(await own('dale', bram.no)).toMatchObject({ everyone: true, follows: false, followers: 1 });
    await given.store.followers.follow(dale, bram.no, { read: 8, named: false, at: 1000 });
    expect(await own('dale', bram.no)).toMatchObject({ follows: true, read: 8 });
    await set(dale, { everyone: false });
    expect([await own('dale', amara.no), await own('dale', bram.no)]).toMatchObject([{ follows: true }, undefined]);
    await given.store.followers.follow(dale, bram.no, { read: 8, named: false, at: 1000 });
    await set(dale, { everyone: true, read: 9 });
    expect(await own('dale', bram.no)).toMatchObject({ read: 9 });
    expect(await own('dale', cleo.no)).toMatchObject({ read: 9, followers: 2 });
  });

  test('[S152] whoever comes later begins where they first look', async () => {
    const dale = await machine('dale');
    await set(dale, { everyone: true, read: 5 });
    const amara = await person(given.store, 'amara');
    expect(await own('dale', amara.no)).toMatchObject({ follows: true, read: null });
    await given.store.followers.begin(amara.no, [{ machine: dale, read: 8 }]);
    await given.store.followers.begin(amara.no, [{ machine: dale, read: 9 }]);
    expect(await own('dale', amara.no)).toMatchObject({ read: 8 });
    const gale = await machine('gale');
    await given.store.followers.begin(amara.no, [{ machine: gale, read: 1 }]);
    expect(await own('gale', amara.no)).toBeUndefined();
  });

  test('[S153] what was read only moves forward, only for who follows, and is kept', async () => {
    const amara = await person(given.store, 'amara');
    const dale = await machine('dale');
    const move = (read: number) => given.store.followers.moveRead(dale, amara.no, read);
    expect(await move(4)).toBe(false);
    await set(dale, { add: [amara.no] });
    expect([await move(4), await move(4), await move(2)]).toEqual([true, false, false]);
    const again = await given.under.openAsKilled();
    expect(await again.followers.one('dale', amara.no, false)).toMatchObject({ read: 4 });
    await again.close();
    await given.store.followers.unfollow(dale, amara.no, 1000);
    expect(await move(6)).toBe(false);
  });

  test('[S154] pages are in order of names, of what one may read or of all', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    for (const name of ['gale', 'dale', 'pale']) await machine(name);
    const page = async (account: number, all: boolean, after: string | null, limit: number) =>
      (await given.store.followers.page(account, all, { after, limit })).map((each) => each.machine);
    await set((await given.store.machines.byName('pale'))?.no ?? 0, { everyone: true });
    await set((await given.store.machines.byName('gale'))?.no ?? 0, { add: [amara.no] });
    expect(await page(amara.no, false, null, 9)).toEqual(['gale', 'pale']);
    expect(await page(bram.no, false, null, 9)).toEqual(['pale']);
    expect(await page(bram.no, true, null, 2)).toEqual(['dale', 'gale']);
    expect(await page(bram.no, true, 'gale', 2)).toEqual(['pale']);
    const pale = (await given.store.machines.byName('pale'))?.no ?? 0;
    const second = await given.store.followers.followers(pale, { after: 'amara', limit: 1 });
    expect(second.map(({ username }) => username)).toEqual(['bram']);
  });

  test('[S155] what accounts follow is told for one machine or all', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    const [dale, gale] = [await machine('dale'), await machine('gale')];
    await set(dale, { add: [amara.no], read: 2 });
    await set(gale, { everyone: true, read: 3 });
    expect(await given.store.followers.followedBy([amara.no, bram.no], 'dale')).toEqual([
      { account: amara.no, machine: 'dale', read: 2 },
    ]);
    const all = await given.store.followers.followedBy([amara.no, bram.no]);
    expect(all.toSorted((a, b) => a.account - b.account || (a.machine < b.machine ? -1 : 1))).toEqual([
      { account: amara.no, machine: 'dale', read: 2 },
      { account: amara.no, machine: 'gale', read: 3 },
      { account: bram.no, machine: 'gale', read: 3 },
    ]);
  });
}
