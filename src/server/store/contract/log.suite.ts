import { expect, test } from 'vitest';
import { append, draft, followChain, id, random, sha256, talk, text, type Given } from './world.suite.ts';

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

  test('[S61] each log counts for itself', async () => {
    const [one, two] = [await talk(given.store), await talk(given.store)];
    const seqs = await Promise.all(
      [one, two, one, two, two].map(async (where) => (await append(given.store, where, where.anna)).seq),
    );
    expect(seqs).toEqual([1, 1, 2, 2, 3]);
    expect(await followChain(given.store, one.log)).toBe(2);
    expect(await followChain(given.store, two.log)).toBe(3);
  });

  test('[S62] the same message id answers what is stored: at once, later, and with another payload', async () => {
    const { log: logs } = given.store;
    const { log, anna } = await talk(given.store);
    const first = draft({ log }, anna);
    const other = { ...first, payload: text('something else'), at: 9999 };
    const answers = await Promise.all([logs.append(first), logs.append(first), logs.append(other)]);
    const stored = { seq: 1, at: 2000, hash: sha256(first.payload), chain: expect.any(Uint8Array) as Uint8Array };
    expect(answers).toEqual([
      { ...stored, repeated: false },
      { ...stored, repeated: true },
      { ...stored, repeated: true },
    ]);
    expect(await logs.append(other)).toEqual({ ...stored, repeated: true });
    expect((await append(given.store, { log }, anna)).seq).toBe(2);
    expect(await followChain(given.store, log)).toBe(2);
  });

  test('[S63] the same message id is new from another device and in another log', async () => {
    const [one, two] = [await talk(given.store), await talk(given.store)];
    const messageId = random(16);
    expect(await append(given.store, one, one.anna, { messageId })).toMatchObject({ seq: 1, repeated: false });
    expect(await append(given.store, one, one.bert, { messageId })).toMatchObject({ seq: 2, repeated: false });
    expect(await append(given.store, two, one.anna, { messageId })).toMatchObject({ seq: 1, repeated: false });
  });

  test('[S64] a repeat is known after reopening and after a kill', async () => {
    const { log, anna } = await talk(given.store);
    const first = draft({ log }, anna);
    await given.store.log.append(first);
    const killed = await given.under.openAsKilled();
    expect(await killed.log.append(first)).toMatchObject({ seq: 1, repeated: true });
    expect((await append(killed, { log }, anna)).seq).toBe(2);
    await killed.close();
    await given.store.close();
    const again = await given.under.open();
    expect(await again.log.append(first)).toMatchObject({ seq: 1, repeated: true });
    expect((await append(again, { log }, anna)).seq).toBe(2);
    expect(await followChain(again, log)).toBe(2);
    await again.close();
  });

  test('[S65] pages: after ascending, before the last ones, never more than asked', async () => {
    const { log: logs } = given.store;
    const { log, anna } = await talk(given.store);
    await Promise.all(Array.from({ length: 10 }, () => append(given.store, { log }, anna)));
    const seqs = async (page: Parameters<typeof logs.entries>[1]) =>
      (await logs.entries(log, page)).map(({ seq }) => seq);
    expect(await seqs({ after: 0, limit: 3 })).toEqual([1, 2, 3]);
    expect(await seqs({ after: 8, limit: 3 })).toEqual([9, 10]);
    expect(await seqs({ after: 10, limit: 3 })).toEqual([]);
    expect(await seqs({ before: 11, limit: 3 })).toEqual([8, 9, 10]);
    expect(await seqs({ before: 3, limit: 5 })).toEqual([1, 2]);
    expect(await seqs({ before: 1, limit: 5 })).toEqual([]);
    expect(await logs.entries(log + 99, { after: 0, limit: 5 })).toEqual([]);
  });

  test('[S66] many at once, of many writers in many logs: every answer is true and no number is missing or given twice', async () => {
    const talks = await Promise.all(Array.from({ length: 5 }, () => talk(given.store)));
    const sent = Array.from({ length: 3000 }, (_, index) => {
      const where = talks[index % talks.length]!;
      return { where, what: draft(where, index % 3 === 0 ? where.anna : where.bert, { payload: random(700) }) };
    });
    const answers = await Promise.all(sent.map(({ what }) => given.store.log.append(what)));
    for (const where of talks) {
      const entries = await given.store.log.entries(where.log, { after: 0, limit: 10_000 });
      expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
      for (const [index, { where: to, what }] of sent.entries()) {
        if (to !== where) continue;
        const answer = answers[index]!;
        if (typeof answer === 'string') throw new Error(answer);
        expect(Buffer.compare(entries[answer.seq - 1]!.payload!, what.payload)).toBe(0);
      }
      expect(await followChain(given.store, where.log)).toBe(600);
    }
  });

  test('[S67] everything acknowledged is there after a kill in the middle of writing', async () => {
    const { log, anna } = await talk(given.store);
    const acknowledged: number[] = [];
    const under = Array.from({ length: 200 }, async () => {
      acknowledged.push((await append(given.store, { log }, anna)).seq);
    });
    await under[0];
    const before = acknowledged.length;
    const killed = await given.under.openAsKilled();
    expect((await killed.log.entries(log, { after: 0, limit: 1000 })).length).toBeGreaterThanOrEqual(before);
    await followChain(killed, log);
    await killed.close();
    await Promise.all(under);
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
