import { expect, test } from 'vitest';
import type { ServerSaid } from '../../core/ports.ts';
import { audit, draft, followChain, id, person, random, shownTo, text, type Given } from './world.suite.ts';

export function alertPromises(given: Given): void {
  const machine = async (name = 'dale'): Promise<number> => {
    const token = { jti: id(), label: 'cron', issuedAt: 1, endsAt: 9999 };
    const most = { machines: 9, tokens: 9 };
    await given.store.machines.addToken({ name, machine: id(), token, most, audit: audit('token') });
    return (await given.store.machines.byName(name))?.no ?? 0;
  };
  const rule = (name: string, since = 0) => ({
    rule: name,
    condition: { when: 'contains', text: 'disk' } as const,
    since,
    createdAt: 1000,
  });
  const add = (no: number, name = 'r1', since = 0, most = 9) =>
    given.store.alerts.addRule(no, rule(name, since), most, audit('rule'));
  const follow = (no: number, more: { add?: number[]; remove?: number[]; everyone?: boolean }) =>
    given.store.followers.set({
      machine: no,
      add: [],
      remove: [],
      everyone: undefined,
      read: 0,
      audit: audit('f'),
      ...more,
    });
  const advance = (no: number, seq: number, ...alerts: string[]): Promise<ServerSaid | null> =>
    given.store.alerts.advance({
      machine: no,
      seq,
      state: `state ${seq}`,
      alerts: alerts.map((each) => ({ messageId: random(16), payload: text(each) })),
      conversation: id(),
      at: 2000,
    });

  test('[S160] a stream is watched while it has rules, from the record before its first on, or for its sealed records', async () => {
    const no = await machine();
    expect(await given.store.alerts.watched()).toEqual([]);
    expect(await add(no, 'r1', 7)).toBe(true);
    expect(await add(no, 'r2', 9)).toBe(true);
    expect(await add(no, 'r3', 9, 2)).toBe(false);
    const watched = { no, machine: 'dale', seq: 7, sealed: false, state: null, rules: [rule('r1', 7), rule('r2', 9)] };
    expect(await given.store.alerts.watched()).toEqual([watched]);
    expect(await given.store.alerts.watchedOne('dale')).toEqual(watched);
    expect(await given.store.alerts.rules(no)).toEqual(watched.rules);
    expect(await given.store.alerts.removeRule(no, 'r9', audit('x'))).toBe(false);
    expect(await given.store.alerts.removeRule(await machine('gale'), 'r1', audit('x'))).toBe(false);
    for (const name of ['r1', 'r2']) expect(await given.store.alerts.removeRule(no, name, audit('x'))).toBe(true);
    expect(await given.store.alerts.watched()).toEqual([]);
    await given.store.alerts.watchSealed(no, 11);
    await add(no, 'r1', 12);
    await given.store.alerts.removeRule(no, 'r1', audit('x'));
    expect(await given.store.alerts.watchedOne('dale')).toMatchObject({ seq: 11, sealed: true, rules: [] });
  });

  test('[S161] alerts and how far the stream was looked at are kept together, also when the process is killed', async () => {
    const no = await machine();
    const amara = await person(given.store, 'amara');
    await follow(no, { add: [amara.no] });
    expect(await advance(no, 3, 'nobody watches')).toBeNull();
    await add(no);
    expect(await advance(no, 4)).toBeNull();
    const first = await advance(no, 5, 'one', 'two');
    expect(first).toMatchObject({ made: true, members: [amara.no], entries: [{ seq: 1 }, { seq: 2 }] });
    expect(first?.entries[0]).toMatchObject({ account: null, device: null, counts: true, kind: 'message', at: 2000 });
    const again = await given.under.openAsKilled();
    expect(await again.alerts.watchedOne('dale')).toMatchObject({ seq: 5, state: 'state 5' });
    expect(await again.log.entries(first?.log ?? 0, { after: 0, limit: 9 })).toEqual(first?.entries);
    await again.close();
    expect(await advance(no, 6, 'three')).toMatchObject({ made: false, log: first?.log, entries: [{ seq: 3 }] });
    expect(await followChain(given.store, first?.log ?? 0)).toBe(3);
  });

  test('[S162] alerts are a conversation of whoever follows: unread, listed while there is something, each for themselves', async () => {
    const no = await machine();
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    await follow(no, { add: [amara.no, bram.no] });
    await add(no);
    const { log = 0, conversation = '' } = (await advance(no, 1, 'one', 'two')) ?? {};
    const { conversations } = given.store;
    expect(await conversations.forMember(conversation, amara.no)).toMatchObject({
      kind: 'alerts',
      room: null,
      machine: 'dale',
      sealed: false,
      unread: 2,
      members: [{ account: { no: amara.no } }],
    });
    expect(await conversations.members(conversation)).toMatchObject({ kind: 'alerts', members: [amara.no, bram.no] });
    expect(await conversations.logsOf(bram.no, { after: 0, limit: 9 })).toContainEqual(
      expect.objectContaining({ log, kind: 'alerts', seq: 2 }),
    );
    await conversations.moveCursor({ log, account: amara.no, device: amara.device, read: 2 });
    expect(await conversations.forMember(conversation, amara.no)).toMatchObject({ unread: 0 });
    expect(await conversations.forMember(conversation, bram.no)).toMatchObject({ unread: 2 });
    const listed = async () => (await shownTo(given.store, amara.no)).filter(({ kind }) => kind === 'alerts').length;
    expect(await listed()).toBe(1);
    await conversations.clear(log, amara.no, 2);
    expect(await listed()).toBe(0);
    await advance(no, 2, 'three');
    expect(await listed()).toBe(1);
    expect((await given.store.rooms.all()).map(({ room }) => room)).toEqual(['lobby']);
  });

  test('[S163] who begins to follow sees what comes from then on, who stops is no member any more', async () => {
    const no = await machine();
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    await follow(no, { add: [amara.no] });
    await add(no);
    const { conversation = '', log = 0 } = (await advance(no, 1, 'one')) ?? {};
    expect(await follow(no, { everyone: true })).toEqual({ conversation, joined: [bram.no], left: [] });
    const cleo = await person(given.store, 'cleo');
    const { conversations, followers } = given.store;
    for (const each of [bram, cleo])
      expect(await conversations.forMember(conversation, each.no)).toMatchObject({ unread: 0, cleared: 1 });
    expect(await followers.one('dale', cleo.no, false)).toMatchObject({ alerts: conversation });
    expect((await advance(no, 2, 'two'))?.members).toEqual([amara.no, bram.no, cleo.no]);
    expect(await conversations.forMember(conversation, cleo.no)).toMatchObject({ unread: 1 });
    await conversations.hide(log, bram.no, 2, 9);
    expect(await followers.unfollow(no, bram.no, 1)).toEqual({ conversation, joined: [], left: [bram.no] });
    expect(await conversations.forMember(conversation, bram.no)).toBeUndefined();
    const how = { read: 0, named: false, at: 1 };
    expect(await followers.follow(no, bram.no, how)).toEqual({ conversation, joined: [bram.no], left: [] });
    expect(await conversations.forMember(conversation, bram.no)).toMatchObject({ unread: 0, cleared: 2, hidden: [] });
    expect(await follow(no, { everyone: false })).toEqual({ conversation, joined: [], left: [bram.no, cleo.no] });
    expect((await conversations.members(conversation))?.members).toEqual([amara.no]);
  });

  test('[S164] nobody empties an alert, and the author of alerts is nobody', async () => {
    const no = await machine();
    const amara = await person(given.store, 'amara');
    await follow(no, { add: [amara.no] });
    await add(no);
    const { log = 0 } = (await advance(no, 1, 'one')) ?? {};
    const empties = draft({ log }, amara, { counts: false, empties: { seq: 1 } });
    expect(await given.store.log.append(empties)).toBe('forbidden');
    expect(await given.store.log.append({ ...empties, empties: { through: 1 } })).toBe('forbidden');
    const names = (await given.store.accounts.list()).map(({ username }) => username);
    expect(names).toEqual(['amara']);
    expect(await given.store.accounts.count()).toBe(1);
    expect(await given.store.accounts.hasAdmin()).toBe(false);
  });
}
