import { expect, test } from 'vitest';
import type { LogNo, Store } from '../../core/ports.ts';
import { append, audit, followChain, person, talk, text, until, type Given, type Person } from './world.suite.ts';

const everything = { find: null, state: null, after: null, limit: 100 } as const;

async function lobby(store: Store): Promise<{ log: LogNo }> {
  const found = await store.rooms.byName('lobby');
  if (!found) throw new Error('no lobby');
  return found;
}

async function payloads(store: Store, { log }: { log: LogNo }, by: Person): Promise<(Uint8Array | null)[]> {
  const entries = await store.log.entries(log, { after: 0, limit: 10_000 });
  return entries.filter(({ accountNo }) => accountNo === by.no).map(({ payload }) => payload);
}

export function peoplePromises(given: Given): void {
  test('[S360] people come a page at a time, and are found by name and state', async () => {
    const { people, accounts } = given.store;
    await person(given.store, 'anna');
    const bert = await person(given.store, 'bert', { displayName: 'Robert' });
    await person(given.store, 'carl', { state: 'pending' });
    await accounts.setState(bert.no, 'disabled', audit('disabled'));
    const names = async (asked: Partial<Parameters<typeof people.page>[0]>) =>
      (await people.page({ ...everything, ...asked })).map(({ username }) => username);
    expect(await names({})).toEqual(['anna', 'bert', 'carl']);
    expect(await names({ after: 'anna', limit: 1 })).toEqual(['bert']);
    expect(await names({ find: 'ROBERT' })).toEqual(['bert']);
    expect(await names({ find: '%' })).toEqual([]);
    expect(await names({ state: 'pending' })).toEqual(['carl']);
    expect(await people.seen(bert.no)).toMatchObject({ username: 'bert', devices: 1, seenAt: 1000 });
    expect(await people.totals()).toMatchObject({
      people: { active: 1, pending: 1, disabled: 1 },
      devices: 3,
      rooms: 1,
      conversations: 0,
    });
  });

  test('[S361] of a removed account the name, the chain and its place in conversations of two stay, and nothing else', async () => {
    const { people, accounts, keys, conversations, rooms, audit: log } = given.store;
    const where = await talk(given.store);
    const { anna, bert } = where;
    await append(given.store, where, bert);
    await people.remove(anna.no, audit('removed'));
    expect(await accounts.byNo(anna.no)).toMatchObject({ state: 'removed', role: 'member', displayName: '' });
    expect(await people.page(everything)).toMatchObject([{ username: bert.username }]);
    expect(await keys.chain(anna.no, 0)).toHaveLength(1);
    expect(await keys.vault(anna.no)).toBeUndefined();
    expect(await keys.opaqueRecord(anna.no)).toBeUndefined();
    expect(await keys.accountKeys(anna.no, null, 1, 10)).toEqual([]);
    expect((await keys.devices(anna.no)).map(({ state, label }) => [state, label])).toEqual([['removed', '']]);
    expect(await rooms.ofAccount(anna.no)).toEqual([]);
    expect(await conversations.members(where.conversation)).toMatchObject({
      members: [anna.no, bert.no],
      deserted: true,
    });
    expect(await payloads(given.store, where, bert)).toEqual([expect.any(Uint8Array)]);
    expect((await log.entriesBefore(null, 1))[0]).toMatchObject({ what: 'removed' });
    await expect(person(given.store, anna.username)).rejects.toThrow('username_taken');
  });

  test('[S362] all that it wrote is overwritten, also in rooms that it has left and when the server was killed meanwhile', async () => {
    const anna = await person(given.store, 'anna');
    const bert = await person(given.store, 'bert');
    const where = await lobby(given.store);
    const said = Array.from({ length: 600 }, (_, at) => {
      const words = `${at % 2 === 0 ? 'anna' : 'bert'} said number ${at}`;
      return append(given.store, where, at % 2 === 0 ? anna : bert, { payload: text(words) });
    });
    await Promise.all(said);
    await given.store.rooms.leave(where.log, anna.no);
    await given.store.people.remove(anna.no, audit('removed'));
    const again = await given.under.openAsKilled();
    await until(async () => (await payloads(again, where, anna)).every((payload) => payload === null));
    expect((await payloads(again, where, bert)).every((payload) => payload !== null)).toBe(true);
    expect(await followChain(again, where.log)).toBe(600);
    await again.close();
  });

  test('[S363] a removed room is empty and gone, and its name is free', async () => {
    const { rooms, conversations } = given.store;
    await rooms.create({ conversation: 'c'.repeat(43), room: 'garden', at: 1000, audit: audit('room') });
    const garden = await rooms.byName('garden');
    if (!garden) throw new Error('no garden');
    const anna = await person(given.store, 'anna');
    await rooms.join(garden.log, anna.no, 1000);
    await append(given.store, garden, anna);
    expect(await rooms.measured()).toMatchObject([
      { room: 'garden', messages: 1, people: 1, createdAt: 1000 },
      { room: 'lobby', messages: 0 },
    ]);
    expect(await rooms.remove('garden', audit('room removed'))).toEqual({
      conversation: garden.conversation,
      members: [anna.no],
    });
    expect(await rooms.byName('garden')).toBeUndefined();
    expect((await conversations.members(garden.conversation))?.members).toEqual([]);
    expect(await payloads(given.store, garden, anna)).toEqual([null]);
    expect(await rooms.remove('garden', audit('room removed'))).toBeUndefined();
    expect(await rooms.create({ conversation: 'd'.repeat(43), room: 'garden', at: 1, audit: audit('x') })).toBe(
      'created',
    );
  });
}
