import { expect, test } from 'vitest';
import { append, draft, epoch, followChain, shownTo, talk, text, type Given } from './world.suite.ts';

/** What is emptied because of its age. */
export function expiryPromises(given: Given): void {
  const payloads = async (log: number): Promise<(string | null)[]> =>
    (await given.store.log.entries(log, { after: 0, limit: 1000 })).map(
      ({ payload }) => payload && new TextDecoder().decode(payload),
    );
  const say = (words: string) => ({ payload: text(words) });
  const DAY = 24 * 3600_000;
  /** All of it, slice by slice. */
  const expire = async (now: number, days: number | null): Promise<void> => {
    for (let from: number | null = 0; from !== null;) from = await given.store.log.expire({ from, now, days });
  };

  test('[S342] what is older than it is kept is emptied, in private conversations and rooms, and what is younger stays', async () => {
    const { rooms } = given.store;
    const { log, anna } = await talk(given.store);
    const [lobby] = await rooms.all();
    for (const [words, at] of [
      ['old', 1 * DAY],
      ['older than its day', 2 * DAY - 1],
      ['young', 2 * DAY + 1],
    ] as const) {
      await append(given.store, { log }, anna, { ...say(words), at });
      await append(given.store, { log: lobby!.log }, anna, { ...say(words), at });
    }
    await expire(12 * DAY, null);
    expect(await payloads(log)).toEqual(['old', 'older than its day', 'young']);
    await expire(12 * DAY, 10);
    expect(await payloads(log)).toEqual([null, null, 'young']);
    expect(await payloads(lobby!.log)).toEqual([null, null, 'young']);
    expect((await shownTo(given.store, anna.no)).find((own) => own.log === log)?.head.seq).toBe(3);
    expect(await followChain(given.store, log)).toBe(3);
    await given.store.close();
    const again = await given.under.open();
    expect((await again.log.entries(log, { after: 0, limit: 9 })).map(({ payload }) => payload === null)).toEqual([
      true,
      true,
      false,
    ]);
    await again.close();
  });

  test('[S343] the less of what its members said and of what is given counts, and 0 is no bound', async () => {
    const { log, anna, bert } = await talk(given.store);
    await append(given.store, { log }, anna, { ...say('one'), at: 1 * DAY });
    const lifetime = (days: number, at: number) => ({ counts: false, empties: { days }, ...say(`${days} days`), at });
    await append(given.store, { log }, bert, lifetime(7, 2 * DAY));
    await expire(7 * DAY, 30);
    expect(await payloads(log)).toEqual(['one', '7 days']);
    await append(given.store, { log }, anna, lifetime(0, 8 * DAY));
    await expire(9 * DAY, null);
    expect(await payloads(log)).toEqual(['one', '7 days', '0 days']);
    await append(given.store, { log }, anna, lifetime(30, 9 * DAY));
    await expire(9 * DAY, 7);
    expect(await payloads(log)).toEqual([null, null, '0 days', '30 days']);
  });

  test("[S344] neither an account's own log nor a log of the server's is emptied, nor a record; in a room nobody says for how long", async () => {
    const { conversations, log: logs, rooms } = given.store;
    const where = await talk(given.store, { sealed: true });
    const { log, anna } = where;
    const first = { ...epoch(where, 1, null, { record: text('record') }), at: 1 };
    await logs.addEpoch(first);
    await conversations.createDirect({ conversation: 'own', starter: anna.no, other: anna.no, sealed: false, at: 1 });
    const own = (await conversations.members('own'))!.log;
    await append(given.store, { log: own }, anna, { ...say('whom I trust'), at: 1 });
    await expire(99 * DAY, 1);
    expect(await payloads(own)).toEqual(['whom I trust']);
    expect(await payloads(log)).toEqual(['record']);
    const [lobby] = await rooms.all();
    expect(
      await logs.append(draft({ log: lobby!.log }, anna, { counts: false, empties: { days: 1 }, ...say('1 day') })),
    ).toBe('forbidden');
  });
}
