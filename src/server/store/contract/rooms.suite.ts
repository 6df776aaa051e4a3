import { expect, test } from 'vitest';
import type { Store, StoredRoom } from '../../core/ports.ts';
import { audit, id, person, random, shownTo, text, type Given, type Person } from './world.suite.ts';

async function room(store: Store, name: string): Promise<StoredRoom> {
  await store.rooms.create({ conversation: id(), room: name, at: 1000, audit: audit('room') });
  const made = await store.rooms.byName(name);
  if (!made) throw new Error('the room is not there');
  return made;
}

const say = (store: Store, log: number, { no, device }: Pick<Person, 'no'> & { device: number | null }) =>
  store.log.append({
    log,
    account: no,
    device,
    messageId: random(16),
    counts: true,
    payload: text('hello'),
    at: 1000,
    epochHash: null,
    empties: null,
  });

export function roomPromises(given: Given): void {
  test('[S100] there is a lobby from the start, everybody is in it, and what was said before counts as read', async () => {
    const { rooms, conversations } = given.store;
    const lobby = await rooms.byName('lobby');
    if (!lobby) throw new Error('no lobby');
    const anna = await person(given.store, 'anna');
    await say(given.store, lobby.log, anna);
    const bert = await person(given.store, 'bert');
    expect(await rooms.all()).toEqual([{ ...lobby, people: 2 }]);
    expect((await conversations.members(lobby.conversation))?.members).toEqual([anna.no, bert.no]);
    expect(await conversations.forMember(lobby.conversation, bert.no)).toMatchObject({ unread: 0, room: 'lobby' });
    await say(given.store, lobby.log, anna);
    expect(await conversations.forMember(lobby.conversation, bert.no)).toMatchObject({ unread: 1, sealed: false });
  });

  test('[S101] the lobby is the same after reopening', async () => {
    const before = await given.store.rooms.byName('lobby');
    const again = await given.under.openAsKilled();
    expect(await again.rooms.byName('lobby')).toEqual(before);
    await again.close();
  });

  test('[S102] a room has its name alone', async () => {
    await room(given.store, 'garden');
    const { rooms } = given.store;
    expect(await rooms.create({ conversation: id(), room: 'garden', at: 1, audit: audit('x') })).toBe('room_exists');
    expect((await rooms.all()).map((one) => one.room)).toEqual(['garden', 'lobby']);
    expect(await rooms.byName('attic')).toBeUndefined();
  });

  test('[S103] whoever joins is a member until they leave; joining twice changes nothing', async () => {
    const { rooms, conversations } = given.store;
    const { log, conversation } = await room(given.store, 'garden');
    const anna = await person(given.store, 'anna');
    const bert = await person(given.store, 'bert');
    await rooms.join(log, anna.no, 1000);
    await say(given.store, log, anna);
    await rooms.join(log, bert.no, 1000);
    await say(given.store, log, anna);
    await rooms.join(log, bert.no, 2000);
    expect(await conversations.forMember(conversation, bert.no)).toMatchObject({ unread: 1 });
    expect(await rooms.membersAmong(log, [bert.no, anna.no, 999])).toEqual([anna.no, bert.no]);
    expect((await rooms.countsAmong([bert.no, 999])).get(log)).toBe(1);
    expect(await rooms.countsAmong([999])).toEqual(new Map());
    expect(await rooms.ofAccount(bert.no)).toContain(log);
    await rooms.leave(log, bert.no);
    expect(await conversations.forMember(conversation, bert.no)).toBeUndefined();
    expect(await rooms.byName('garden')).toMatchObject({ people: 1 });
  });

  test('[S104] of a room its members see only themselves', async () => {
    const { rooms, conversations } = given.store;
    const [anna] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const lobby = await rooms.byName('lobby');
    const own = await conversations.forMember(lobby?.conversation ?? '', anna.no);
    expect(own?.members.map(({ account }) => account.no)).toEqual([anna.no]);
  });

  test('[S105] a room is listed also when everything in it was cleared', async () => {
    const { rooms, conversations } = given.store;
    const anna = await person(given.store, 'anna');
    const lobby = await rooms.byName('lobby');
    await conversations.clear(lobby?.log ?? 0, anna.no, 10);
    expect(await shownTo(given.store, anna.no)).toHaveLength(1);
  });

  test('[S106] who writes at a door without devices is stored with the account alone', async () => {
    const lobby = await given.store.rooms.byName('lobby');
    const anna = await person(given.store, 'anna');
    const log = lobby?.log ?? 0;
    await say(given.store, log, { no: anna.no, device: null });
    await say(given.store, log, { no: anna.no, device: null });
    expect(await given.store.log.entries(log, { after: 0, limit: 9 })).toMatchObject([
      { seq: 1, account: anna.account, device: null },
      { seq: 2, account: anna.account, device: null },
    ]);
    const moved = await given.store.conversations.moveCursor({ log, account: anna.no, device: null, read: 2 });
    expect(moved).toEqual({ delivered: 2, read: 2, moved: true, told: 2 });
  });
}
