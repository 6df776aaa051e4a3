import { expect, test } from 'vitest';
import { epoch, person, sha256, talk, type Given } from './world.suite.ts';

export function slotPromises(given: Given): void {
  test('[S78] a slot that is asked for is seen by everyone who has one in that epoch, and by nobody else', async () => {
    const { log: logs, slots } = given.store;
    const [where, other] = [await talk(given.store, { sealed: true }), await talk(given.store, { sealed: true })];
    const { log, anna, bert, conversation } = where;
    const first = epoch(where, 1, null);
    await logs.addEpoch(first);
    await logs.addEpoch(epoch(where, 2, sha256(first.record)));
    const stranger = await person(given.store, 'stranger');
    expect(await slots.ask({ log, number: 2, account: bert.no, at: 10 })).toBe(true);
    expect(await slots.ask({ log, number: 1, account: bert.no, at: 20 })).toBe(true);
    expect(await slots.ask({ log, number: 3, account: bert.no, at: 20 })).toBe(false);
    expect(await slots.ask({ log, number: 1, account: stranger.no, at: 20 })).toBe(false);
    const asked = [2, 1].map((number) => ({ conversation, number, account: bert.account }));
    expect(await slots.asked(anna.no, 9)).toEqual(asked);
    expect(await slots.asked(bert.no, 9)).toEqual(asked);
    expect(await slots.asked(anna.no, 1)).toEqual(asked.slice(0, 1));
    for (const one of [stranger, other.anna]) expect(await slots.asked(one.no, 9)).toEqual([]);
  });

  test('[S79] it is put once, only where it was asked for, and by a member of that epoch; asking again takes it back', async () => {
    const { log: logs, slots } = given.store;
    const where = await talk(given.store, { sealed: true });
    const { log, anna, bert } = where;
    await logs.addEpoch(epoch(where, 1, null));
    const stranger = await person(given.store, 'stranger');
    const put = { log, number: 1, account: bert.no, by: anna.no, generation: 4, sealed: 'anew' };
    const resealedTo = async ({ no }: { no: number }) =>
      (await logs.epochs(log, no, { after: 0, limit: 9, bytes: 1e6 }))[0]?.resealed;
    expect(await slots.put(put)).toBe(false);
    expect(await resealedTo(bert)).toBe(null);
    await slots.ask({ log, number: 1, account: bert.no, at: 10 });
    expect(await slots.put({ ...put, by: stranger.no })).toBe(false);
    expect(await slots.put({ ...put, account: anna.no })).toBe(false);
    expect(await resealedTo(bert)).toBe(null);
    expect(await slots.put(put)).toBe(true);
    expect(await slots.put({ ...put, sealed: 'once more' })).toBe(false);
    expect(await slots.asked(anna.no, 9)).toEqual([]);
    expect(await resealedTo(bert)).toEqual({ generation: 4, sealed: 'anew' });
    expect(await resealedTo(anna)).toBe(null);
    expect((await logs.epochs(log, bert.no, { after: 0, limit: 9, bytes: 1e6 }))[0]?.sealed).toBe('slot 1 bert');
    await slots.ask({ log, number: 1, account: bert.no, at: 20 });
    expect(await resealedTo(bert)).toBe(null);
    expect(await slots.asked(anna.no, 9)).toHaveLength(1);
  });
}
