import { expect, test } from 'vitest';
import {
  append,
  chainAppend,
  draft,
  epoch,
  followChain,
  id,
  person,
  random,
  sha256,
  talk,
  text,
  type Given,
} from './world.suite.ts';

export function epochPromises(given: Given): void {
  test('[S70] an epoch is an entry that does not count, and is stored with its slots', async () => {
    const { log: logs, conversations } = given.store;
    const where = await talk(given.store, { sealed: true });
    expect(await logs.newestEpoch(where.log)).toBeUndefined();
    const first = epoch(where, 1, null);
    expect(await logs.addEpoch(first)).toEqual({ seq: 1, at: 4000 });
    const hash = sha256(first.record);
    expect(await logs.newestEpoch(where.log)).toEqual({ number: 1, record: first.record, hash });
    expect(await logs.entries(where.log, { after: 0, limit: 9 })).toMatchObject([
      { seq: 1, kind: 'epoch', counts: false, payload: first.record, hash, account: where.anna.account },
    ]);
    const seen = await conversations.forMember(where.conversation, where.bert.no);
    expect(seen).toMatchObject({ unread: 0, head: { seq: 1, epoch: 1, epochHash: hash, epochPassed: false } });
  });

  test("[S71] epochs are read in order, each with the reader's own slot only", async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    const stranger = await person(given.store, 'stranger');
    const records: { number: number; seq: number; record: Uint8Array }[] = [];
    let previous: Uint8Array | null = null;
    for (let number = 1; number <= 3; number++) {
      const next = epoch(where, number, previous);
      await logs.addEpoch(next);
      previous = sha256(next.record);
      records.push({ number, seq: number, record: next.record });
    }
    const own = (name: string) =>
      records.map((each) => ({
        ...each,
        sealed: `slot ${each.number} ${name}`,
        resealed: null,
      }));
    expect(await logs.epochs(where.log, where.bert.no, { after: 0, limit: 10, bytes: 1e6 })).toEqual(own('bert'));
    expect(await logs.epochs(where.log, where.anna.no, { after: 1, limit: 1, bytes: 1e6 })).toEqual([own('anna')[1]]);
    expect(
      (await logs.epochs(where.log, stranger.no, { after: 0, limit: 10, bytes: 1e6 })).map(({ sealed }) => sealed),
    ).toEqual([null, null, null]);
  });

  test('[S118] a page of epochs ends with the record that reaches its bytes, and has one at least', async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    let previous: Uint8Array | null = null;
    for (let number = 1; number <= 6; number++) {
      const next = epoch(where, number, previous, { record: random(1000) });
      await logs.addEpoch(next);
      previous = sha256(next.record);
    }
    const numbers = async (after: number, bytes: number, limit = 9) =>
      (await logs.epochs(where.log, where.anna.no, { after, limit, bytes })).map(({ number }) => number);
    expect(await numbers(0, 2500)).toEqual([1, 2, 3]);
    expect(await numbers(0, 3000)).toEqual([1, 2, 3]);
    expect(await numbers(3, 1)).toEqual([4]);
    expect(await numbers(4, 1e6)).toEqual([5, 6]);
    expect(await numbers(0, 1e6, 2)).toEqual([1, 2]);
  });

  test('[S72] a second epoch of one number is refused, also at once, and leaves nothing', async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    const [one, two] = [epoch(where, 1, null), epoch(where, 1, null)];
    expect(await Promise.all([logs.addEpoch(one), logs.addEpoch(two)])).toEqual([{ seq: 1, at: 4000 }, 'epoch_passed']);
    expect((await logs.newestEpoch(where.log))?.record).toEqual(one.record);
    expect(await logs.entries(where.log, { after: 0, limit: 9 })).toHaveLength(1);
  });

  test('[S73] an epoch that skips a number or follows another record is refused', async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    expect(await logs.addEpoch(epoch(where, 2, null))).toBe('epoch_passed');
    expect(await logs.addEpoch(epoch(where, 1, sha256(text('x'))))).toBe('epoch_passed');
    const first = epoch(where, 1, null);
    await logs.addEpoch(first);
    expect(await logs.addEpoch(epoch(where, 2, null))).toBe('epoch_passed');
    expect(await logs.addEpoch(epoch(where, 2, sha256(text('x'))))).toBe('epoch_passed');
    expect(await logs.addEpoch(epoch(where, 3, sha256(first.record)))).toBe('epoch_passed');
    expect(await logs.addEpoch(epoch(where, 2, sha256(first.record)))).toEqual({ seq: 2, at: 4000 });
  });

  test('[S74] a sealed log takes messages of its newest epoch only; a repeat is answered all the same', async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    const { log, anna, bert } = where;
    const none = draft({ log }, anna);
    expect(await logs.append(none)).toBe('epoch_passed');
    expect(await logs.append({ ...none, epochHash: sha256(text('x')) })).toBe('epoch_passed');
    const first = epoch(where, 1, null);
    await logs.addEpoch(first);
    const old = draft({ log }, bert, { epochHash: sha256(first.record) });
    expect(await logs.append(old)).toMatchObject({ seq: 2 });
    const second = epoch(where, 2, sha256(first.record));
    const [, late] = await Promise.all([
      logs.addEpoch(second),
      logs.append(draft({ log }, anna, { epochHash: sha256(first.record) })),
    ]);
    expect(late).toBe('epoch_passed');
    expect(await logs.append(old)).toMatchObject({ seq: 2, repeated: true });
    expect(await logs.append(draft({ log }, anna, { epochHash: sha256(second.record) }))).toMatchObject({ seq: 4 });
    expect(await followChain(given.store, log)).toBe(4);
  });

  test("[S75] a removal passes the epoch of each of the account's conversations, of no other", async () => {
    const { log: logs, keys, conversations } = given.store;
    const [where, other] = [await talk(given.store, { sealed: true }), await talk(given.store, { sealed: true })];
    const [first, elsewhere] = [epoch(where, 1, null), epoch(other, 1, null)];
    await Promise.all([logs.addEpoch(first), logs.addEpoch(elsewhere)]);
    const { log, anna, bert, conversation } = where;
    await append(given.store, { log }, bert, { epochHash: sha256(first.record) });
    await keys.appendToChain(chainAppend(anna, 2, { removeDevices: [id()], passEpochs: true }));
    expect((await conversations.forMember(conversation, bert.no))?.head.epochPassed).toBe(true);
    expect(await logs.append(draft({ log }, bert, { epochHash: sha256(first.record) }))).toBe('epoch_passed');
    await append(given.store, other, other.anna, { epochHash: sha256(elsewhere.record) });

    const stale = epoch(where, 2, sha256(first.record));
    expect(await logs.addEpoch(stale)).toBe('epoch_passed');
    const heads = [
      { account: anna.no, number: 2 },
      { account: bert.no, number: 1 },
    ];
    const fresh = { ...stale, heads };
    expect(await logs.addEpoch(fresh)).toMatchObject({ seq: 3 });
    expect((await conversations.forMember(conversation, bert.no))?.head.epochPassed).toBe(false);
    await append(given.store, { log }, bert, { epochHash: sha256(fresh.record) });
    expect(await followChain(given.store, log)).toBe(4);
  });

  test('[S76] a removal and an epoch that does not know of it, at once: the removal holds', async () => {
    const { log: logs, keys } = given.store;
    const where = await talk(given.store, { sealed: true });
    const first = epoch(where, 1, null);
    const [, added] = await Promise.all([
      keys.appendToChain(chainAppend(where.bert, 2, { removeDevices: [id()], passEpochs: true })),
      logs.addEpoch(first),
    ]);
    expect(added).toBe('epoch_passed');
    const late = epoch(where, 1, null, { heads: [{ account: where.bert.no, number: 2 }] });
    const [done] = await Promise.all([
      logs.addEpoch(late),
      keys.appendToChain(chainAppend(where.bert, 3, { removeDevices: [id()], passEpochs: true })),
    ]);
    expect(done).toMatchObject({ seq: 1 });
    expect(await logs.append(draft(where, where.anna, { epochHash: sha256(late.record) }))).toBe('epoch_passed');
  });

  test('[S77] epochs are there after reopening', async () => {
    const where = await talk(given.store, { sealed: true });
    const first = epoch(where, 1, null);
    await given.store.log.addEpoch(first);
    await given.store.close();
    const again = await given.under.open();
    const message = draft(where, where.bert, { epochHash: sha256(first.record) });
    expect(await again.log.append(message)).toMatchObject({ seq: 2 });
    expect(await again.log.addEpoch(epoch(where, 1, null))).toBe('epoch_passed');
    expect(await again.log.addEpoch(epoch(where, 2, sha256(first.record)))).toMatchObject({ seq: 3 });
    await again.close();
  });
}
