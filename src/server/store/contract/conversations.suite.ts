import { expect, test } from 'vitest';
import { LOG_GENESIS } from '../../../protocol/log.ts';
import type { AccountNo, Store } from '../../core/ports.ts';
import { append, audit, id, logsOf, person, random, shownTo, talk, type Given } from './world.suite.ts';

/** Without the rooms, of which everybody is in one. */
const talks = async (store: Store, account: AccountNo) =>
  (await shownTo(store, account)).filter(({ kind }) => kind !== 'room');

async function logs(store: Store, account: AccountNo) {
  const lobby = await store.rooms.byName('lobby');
  const own = (await logsOf(store, account)).filter(({ log }) => log !== lobby?.log);
  return own.map(({ log, conversation, seq }) => ({ log, conversation, seq }));
}

export function conversationPromises(given: Given): void {
  test('[S40] a direct conversation is stored once, whoever starts it and how often', async () => {
    const { conversations } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const conversation = id();
    const direct = { conversation, starter: anna.no, other: bert.no, sealed: true, at: 1000 };
    await Promise.all([
      conversations.createDirect(direct),
      conversations.createDirect({ ...direct, starter: bert.no, other: anna.no }),
      conversations.createDirect(direct),
    ]);
    expect(await conversations.members(conversation)).toEqual({
      log: expect.any(Number),
      sealed: true,
      kind: 'direct',
      deserted: false,
      members: [anna.no, bert.no],
    });
    expect(await logs(given.store, anna.no)).toHaveLength(1);
  });

  test('[S41] its members see all of it', async () => {
    const { conversations, accounts } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    const member = { role: 'member', delivered: 0, read: 0, chainNumber: 1 };
    const empty = {
      log,
      conversation,
      kind: 'direct',
      sealed: false,
      room: null,
      machine: null,
      contact: null,
      createdAt: 1000,
      members: [
        { ...member, account: await accounts.byNo(anna.no) },
        { ...member, account: await accounts.byNo(bert.no) },
      ],
      head: { seq: 0, chain: LOG_GENESIS, at: 1000, epoch: 0, epochHash: null, epochPassed: false },
      cleared: 0,
      hidden: [],
      unread: 0,
    };
    expect(await conversations.forMember(conversation, anna.no)).toEqual(empty);
    expect(await conversations.forMember(conversation, bert.no)).toEqual(empty);
    await append(given.store, { log }, anna, { at: 2345 });
    const [entry] = await given.store.log.entries(log, { after: 0, limit: 1 });
    const head = { ...empty.head, seq: 1, chain: entry!.chain, at: 2345 };
    expect(await conversations.forMember(conversation, bert.no)).toEqual({ ...empty, head, unread: 1 });
    expect(await conversations.forMember(conversation, anna.no)).toEqual({ ...empty, head });
    expect(await talks(given.store, bert.no)).toEqual([{ ...empty, head, unread: 1 }]);
  });

  test('[S42] an account that is not a member gets the same as for one that is not there', async () => {
    const { conversations } = given.store;
    const { conversation } = await talk(given.store);
    const stranger = await person(given.store, 'stranger');
    expect(await conversations.forMember(conversation, stranger.no)).toBeUndefined();
    expect(await conversations.forMember(id(), stranger.no)).toBeUndefined();
    expect(await conversations.members(id())).toBeUndefined();
    expect(await talks(given.store, stranger.no)).toEqual([]);
    expect(await logs(given.store, stranger.no)).toEqual([]);
  });

  test('[S43] an empty conversation is listed for who began it, not for the other; one that holds something for both', async () => {
    const { log, anna, bert } = await talk(given.store);
    expect(await talks(given.store, anna.no)).toHaveLength(1);
    expect(await talks(given.store, bert.no)).toHaveLength(0);
    expect(await logs(given.store, bert.no)).toEqual([{ log, conversation: expect.any(String), seq: 0 }]);
    await append(given.store, { log }, anna);
    expect(await talks(given.store, bert.no)).toHaveLength(1);
    expect(await logs(given.store, bert.no)).toEqual([{ log, conversation: expect.any(String), seq: 1 }]);
  });

  test('[S44] a cleared conversation is not listed, also for who began it, until something comes or it is opened again', async () => {
    const { conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    await append(given.store, { log }, bert);
    await conversations.clear(log, anna.no, 1);
    expect(await talks(given.store, anna.no)).toEqual([]);
    expect(await talks(given.store, bert.no)).toHaveLength(1);
    expect((await conversations.forMember(conversation, anna.no))?.cleared).toBe(1);
    await conversations.createDirect({ conversation, starter: anna.no, other: bert.no, sealed: false, at: 1000 });
    expect(await talks(given.store, anna.no)).toHaveLength(1);
    await conversations.clear(log, anna.no, 1);
    await append(given.store, { log }, bert);
    expect((await talks(given.store, anna.no))[0]).toMatchObject({ cleared: 1, unread: 1 });
  });

  test("[S45] unread: counts, after the read cursor and what is cleared, not one's own, not emptied, not hidden", async () => {
    const { conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    const unread = async (): Promise<number[]> => {
      const one = (await conversations.forMember(conversation, bert.no))?.unread;
      const all = (await talks(given.store, bert.no))[0]?.unread;
      expect(one).toBe(all);
      return [one ?? -1];
    };
    for (let seq = 1; seq <= 6; seq++) await append(given.store, { log }, anna);
    await append(given.store, { log }, anna, { counts: false });
    await append(given.store, { log }, bert);
    expect(await unread()).toEqual([6]);
    await conversations.moveCursor({ log, account: bert.no, device: bert.device, read: 1 });
    expect(await unread()).toEqual([5]);
    await conversations.hide(log, bert.no, 3, 9);
    expect(await unread()).toEqual([4]);
    await conversations.hide(log, bert.no, 1, 9);
    expect(await unread()).toEqual([4]);
    await append(given.store, { log }, anna, { counts: false, empties: { seq: 4 } });
    expect(await unread()).toEqual([3]);
    await conversations.clear(log, bert.no, 5);
    expect(await unread()).toEqual([1]);
    expect((await conversations.forMember(conversation, anna.no))?.unread).toBe(1);
  });

  test('[S46] hiding is for one account, and only for entries that are there', async () => {
    const { conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    for (let seq = 1; seq <= 3; seq++) await append(given.store, { log }, anna);
    await Promise.all([3, 1, 3, 9].map((seq) => conversations.hide(log, bert.no, seq, 9)));
    expect((await conversations.forMember(conversation, bert.no))?.hidden).toEqual([1, 3]);
    expect((await talks(given.store, bert.no))[0]?.hidden).toEqual([1, 3]);
    expect((await conversations.forMember(conversation, anna.no))?.hidden).toEqual([]);
    await conversations.clear(log, bert.no, 2);
    expect((await conversations.forMember(conversation, bert.no))?.hidden).toEqual([3]);
  });

  test('[S107] so many entries may be hidden and no more; one that is hidden stays so, and clearing makes room', async () => {
    const { conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    for (let seq = 1; seq <= 4; seq++) await append(given.store, { log }, anna);
    const hide = (seq: number) => conversations.hide(log, bert.no, seq, 2);
    expect(await Promise.all([hide(1), hide(3), hide(4), hide(3)])).toEqual([
      'hidden',
      'hidden',
      'too_many_hidden',
      'hidden',
    ]);
    expect((await conversations.forMember(conversation, bert.no))?.hidden).toEqual([1, 3]);
    expect(await conversations.hide(log, anna.no, 4, 2)).toBe('hidden');
    await conversations.clear(log, bert.no, 2);
    expect(await hide(4)).toBe('hidden');
    expect((await conversations.forMember(conversation, bert.no))?.hidden).toEqual([3, 4]);
  });

  test('[S47] clearing never goes back and never beyond the newest entry', async () => {
    const { conversations } = given.store;
    const { log, conversation, anna } = await talk(given.store);
    for (let seq = 1; seq <= 3; seq++) await append(given.store, { log }, anna);
    await conversations.clear(log, anna.no, 2);
    await conversations.clear(log, anna.no, 1);
    expect((await conversations.forMember(conversation, anna.no))?.cleared).toBe(2);
    await conversations.clear(log, anna.no, 99);
    expect((await conversations.forMember(conversation, anna.no))?.cleared).toBe(3);
  });

  test('[S48] cursors: delivered per device and account, read per account, forward only, at most the newest entry', async () => {
    const { conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    for (let seq = 1; seq <= 5; seq++) await append(given.store, { log }, anna);
    const move = (to: { delivered?: number; read?: number }) =>
      conversations.moveCursor({ log, account: bert.no, device: bert.device, ...to });
    expect(await move({ delivered: 3 })).toEqual({ delivered: 3, read: 0, moved: true, told: 0 });
    expect(await move({ delivered: 2 })).toEqual({ delivered: 3, read: 0, moved: false, told: null });
    expect(await move({ read: 4 })).toEqual({ delivered: 4, read: 4, moved: true, told: 4 });
    expect(await move({ read: 1 })).toEqual({ delivered: 4, read: 4, moved: false, told: null });
    expect(await move({ delivered: 1_000_000, read: 1_000_000 })).toEqual({
      delivered: 5,
      read: 5,
      moved: true,
      told: 5,
    });
    expect(await conversations.deviceCursors(bert.device)).toEqual(new Map([[log, 5]]));
    expect(await conversations.deviceCursors(anna.device)).toEqual(new Map());
    const members = (await conversations.forMember(conversation, anna.no))?.members;
    expect(members?.map(({ delivered, read }) => [delivered, read])).toEqual([
      [0, 0],
      [5, 5],
    ]);
  });

  test('[S350] who sends no read receipts is known to have read what they had read before', async () => {
    const { accounts, conversations } = given.store;
    const { log, conversation, anna, bert } = await talk(given.store);
    for (let seq = 1; seq <= 5; seq++) await append(given.store, { log }, anna);
    const move = (to: { delivered?: number; read?: number }) =>
      conversations.moveCursor({ log, account: bert.no, device: bert.device, ...to });
    const readAsSeenBy = async (account: number) =>
      (await conversations.forMember(conversation, account))?.members.map(({ read }) => read);
    await move({ read: 1 });
    await accounts.setPreferences(bert.no, { readReceipts: false, presence: true });
    expect(await accounts.byNo(bert.no)).toMatchObject({ readReceipts: false, presence: true });
    await move({ delivered: 4 });
    expect(await move({ read: 3 })).toEqual({ delivered: 4, read: 3, moved: true, told: null });
    expect(await move({ delivered: 5 })).toEqual({ delivered: 5, read: 3, moved: true, told: 1 });
    expect(await readAsSeenBy(anna.no)).toEqual([0, 1]);
    expect(await readAsSeenBy(bert.no)).toEqual([0, 3]);
    await accounts.setPreferences(bert.no, { readReceipts: true, presence: true });
    expect(await readAsSeenBy(anna.no)).toEqual([0, 1]);
    expect(await move({ read: 4 })).toEqual({ delivered: 5, read: 4, moved: true, told: 4 });
    expect(await readAsSeenBy(anna.no)).toEqual([0, 4]);
  });

  test('[S49] a second device catches up without moving the account', async () => {
    const { conversations, keys } = given.store;
    const { log, anna, bert } = await talk(given.store);
    for (let seq = 1; seq <= 5; seq++) await append(given.store, { log }, anna);
    await keys.appendToChain({
      account: bert.no,
      entry: { number: 2, entry: random(9), hash: random(32) },
      accountKey: null,
      addDevice: { device: id(), label: 'phone' },
      session: null,
      removeDevices: [],
      passEpochs: false,
      vault: null,
      at: 1000,
      audit: audit('phone'),
    });
    const phone = (await keys.devices(bert.no))[1]!.no;
    await conversations.moveCursor({ log, account: bert.no, device: bert.device, delivered: 5 });
    const moved = await conversations.moveCursor({ log, account: bert.no, device: phone, delivered: 2 });
    expect(moved).toEqual({ delivered: 5, read: 0, moved: false, told: null });
    expect(await conversations.deviceCursors(phone)).toEqual(new Map([[log, 2]]));
  });

  test("[S50] a stranger's cursor moves nothing", async () => {
    const { conversations } = given.store;
    const { log, anna } = await talk(given.store);
    const stranger = await person(given.store, 'stranger');
    await append(given.store, { log }, anna);
    const move = { log, account: stranger.no, device: stranger.device, delivered: 1, read: 1 };
    expect(await conversations.moveCursor(move)).toEqual({ delivered: 0, read: 0, moved: false, told: null });
    expect((await conversations.deviceCursors(stranger.device)).size).toBe(0);
  });
}
