import { expect, test } from 'vitest';
import type { Appended } from '../../core/ports.ts';
import { append, draft, followChain, id, random, sha256, talk, text, type Given } from './world.suite.ts';

/** What the log of a conversation promises beside what every log does (`everyLog.suite.ts`). */
export function logPromises(given: Given): void {
  test('[S60] entries get 1, 2, 3 ... in the order in which they came, and are read back as they were', async () => {
    const { log: logs } = given.store;
    const { log, anna, bert } = await talk(given.store);
    const payload = text('hello');
    const drafts = [
      draft({ log }, anna, { payload }),
      draft({ log }, bert, { counts: false }),
      draft({ log }, anna, { at: 5 }),
    ];
    const answers = await Promise.all(drafts.map((each) => logs.append(each)));
    expect(answers).toEqual(
      drafts.map((each, index) => ({
        seq: index + 1,
        at: each.at,
        hash: sha256(each.payload),
        chain: expect.any(Uint8Array),
        repeated: false,
      })),
    );
    const entries = await logs.entries(log, { after: 0, limit: 10 });
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(entries[0]).toEqual({
      seq: 1,
      kind: 'message',
      at: 2000,
      account: anna.account,
      accountNo: anna.no,
      device: anna.deviceId,
      counts: true,
      payload,
      hash: sha256(payload),
      chain: expect.any(Uint8Array),
    });
    expect(entries[1]).toMatchObject({ accountNo: bert.no, counts: false });
    expect(entries.map(({ chain }) => chain)).toEqual(
      answers.map((answer) => typeof answer !== 'string' && answer.chain),
    );
    expect(await followChain(given.store, log)).toBe(3);
  });

  test('[S63] a repeat answers time, hash and chain hash of what is stored; from another device the same id is new', async () => {
    const { log, anna, bert } = await talk(given.store);
    const first = draft({ log }, anna);
    const stored = await given.store.log.append(first);
    const again = await given.store.log.append({ ...first, payload: text('something else'), at: 9999 });
    expect(again).toEqual({ ...(stored as Appended), repeated: true });
    expect(again).toMatchObject({ at: 2000, hash: sha256(first.payload) });
    const { messageId } = first;
    expect(await append(given.store, { log }, bert, { messageId })).toMatchObject({ seq: 2, repeated: false });
  });

  test('[S364] a message is found by its id, the first of that id and in its own log only; emptied, it has no payload', async () => {
    const { log: logs } = given.store;
    const { log, anna, bert } = await talk(given.store);
    const elsewhere = await talk(given.store);
    const messageId = random(16);
    expect(await logs.message(log, messageId)).toBeUndefined();
    await append(given.store, elsewhere, elsewhere.anna, { messageId, payload: text('elsewhere') });
    await append(given.store, { log }, anna, { messageId, payload: text('here') });
    await append(given.store, { log }, bert, { messageId, payload: text('again') });
    expect(await logs.message(log, messageId)).toMatchObject({ accountNo: anna.no, payload: text('here') });
    await append(given.store, { log }, anna, { counts: false, empties: { seq: 1 } });
    expect(await logs.message(log, messageId)).toMatchObject({ accountNo: anna.no, payload: null });
    await append(given.store, elsewhere, elsewhere.bert, { counts: false, empties: { through: 1 } });
    expect(await logs.message(elsewhere.log, messageId)).toMatchObject({ payload: null });
  });

  test('[S68] a large payload and an empty one', async () => {
    const { log: logs } = given.store;
    const { log, anna } = await talk(given.store);
    const large = random(45 * 1024);
    await append(given.store, { log }, anna, { payload: large });
    await append(given.store, { log }, anna, { payload: new Uint8Array(0) });
    const entries = await logs.entries(log, { after: 0, limit: 2 });
    expect(entries.map(({ payload }) => payload)).toEqual([large, new Uint8Array(0)]);
  });

  test('[S69] a defect in one write spoils none of those that wait with it', async () => {
    const { log, anna } = await talk(given.store);
    const answers = await Promise.allSettled([
      append(given.store, { log }, anna),
      append(given.store, { log: log + 99 }, anna),
      append(given.store, { log }, anna),
      given.store.conversations.createDirect({ conversation: id(), starter: 998, other: 999, sealed: true, at: 1 }),
      append(given.store, { log }, anna),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await append(given.store, { log }, anna)).seq).toBe(4);
    expect(await followChain(given.store, log)).toBe(4);
  });
}
