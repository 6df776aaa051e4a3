import { expect, test } from 'vitest';
import {
  append,
  draft,
  epoch,
  followChain,
  person,
  random,
  sha256,
  talk,
  text,
  until,
  vault,
  audit,
  type Given,
} from './world.suite.ts';

export function deletionPromises(given: Given): void {
  const payloads = async (log: number): Promise<(string | null)[]> =>
    (await given.store.log.entries(log, { after: 0, limit: 1000 })).map(
      ({ payload }) => payload && new TextDecoder().decode(payload),
    );
  const say = (words: string) => ({ payload: text(words) });
  const deletion = (empties: { seq: number } | { through: number }) => ({ counts: false, empties, ...say('deletion') });

  test("[S80] one's own message is emptied with the deletion's own entry and keeps number, hash and place in the chain", async () => {
    const { log, anna } = await talk(given.store);
    const { hash } = await append(given.store, { log }, anna, say('one'));
    await append(given.store, { log }, anna, say('two'));
    const [before] = await given.store.log.entries(log, { after: 0, limit: 1 });
    expect(await append(given.store, { log }, anna, deletion({ seq: 1 }))).toMatchObject({ seq: 3 });
    expect(await payloads(log)).toEqual([null, 'two', 'deletion']);
    const [after] = await given.store.log.entries(log, { after: 0, limit: 1 });
    expect(after).toEqual({ ...before, payload: null, hash });
    expect(await followChain(given.store, log)).toBe(3);
  });

  test("[S81] another's message, an unknown one, a record and the deletion itself are forbidden, and nothing is appended", async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    const { log, anna, bert } = where;
    const first = epoch(where, 1, null);
    await logs.addEpoch(first);
    const epochHash = sha256(first.record);
    await append(given.store, { log }, anna, { ...say('mine'), epochHash });
    for (const seq of [1, 2, 3, 4, 99]) {
      expect(await logs.append(draft({ log }, bert, { ...deletion({ seq }), epochHash }))).toBe('forbidden');
    }
    expect(await payloads(log)).toHaveLength(2);
    expect((await payloads(log))[1]).toBe('mine');
  });

  test('[S82] through: both may empty a direct conversation; records and what comes later stay', async () => {
    const { log: logs } = given.store;
    const where = await talk(given.store, { sealed: true });
    const { log, anna, bert, conversation } = where;
    const first = epoch(where, 1, null, { record: text('record') });
    await logs.addEpoch(first);
    const epochHash = sha256(first.record);
    for (const [by, words] of [
      [anna, 'a'],
      [bert, 'b'],
      [anna, 'c'],
    ] as const) {
      await append(given.store, { log }, by, { ...say(words), epochHash });
    }
    await append(given.store, { log }, bert, { ...deletion({ through: 3 }), epochHash });
    expect(await payloads(log)).toEqual(['record', null, null, 'c', 'deletion']);
    expect((await given.store.conversations.forMember(conversation, bert.no))?.unread).toBe(1);
    await append(given.store, { log }, anna, { ...deletion({ through: 1_000_000 }), epochHash });
    expect(await payloads(log)).toEqual(['record', null, null, null, null, 'deletion']);
    expect((await given.store.conversations.forMember(conversation, bert.no))?.unread).toBe(0);
    expect(await followChain(given.store, log)).toBe(6);
    expect((await logs.newestEpoch(log))?.record).toEqual(text('record'));
  });

  test('[S83] through: a stranger may not', async () => {
    const { log, anna } = await talk(given.store);
    const stranger = await person(given.store, 'stranger');
    await append(given.store, { log }, anna, say('one'));
    expect(await given.store.log.append(draft({ log }, stranger, deletion({ through: 1 })))).toBe('forbidden');
    expect(await payloads(log)).toEqual(['one']);
  });

  test('[S84] a repeated deletion empties nothing more', async () => {
    const { log, anna } = await talk(given.store);
    await append(given.store, { log }, anna, say('one'));
    const first = draft({ log }, anna, deletion({ through: 1 }));
    await given.store.log.append(first);
    await append(given.store, { log }, anna, say('later'));
    const repeat = await given.store.log.append({ ...first, empties: { through: 3 } });
    expect(repeat).toMatchObject({ seq: 2, repeated: true });
    expect(await given.store.log.append({ ...first, empties: { seq: 99 } })).toMatchObject({ repeated: true });
    expect(await payloads(log)).toEqual([null, 'deletion', 'later']);
  });

  test('[S85] a message and its deletion at once', async () => {
    const { log, anna } = await talk(given.store);
    const answers = await Promise.all([
      append(given.store, { log }, anna, say('one')),
      append(given.store, { log }, anna, deletion({ seq: 1 })),
      given.store.log.append(draft({ log }, anna, deletion({ seq: 1 }))),
    ]);
    expect(answers.map((answer) => typeof answer !== 'string' && answer.seq)).toEqual([1, 2, 3]);
    expect(await payloads(log)).toEqual([null, 'deletion', 'deletion']);
  });

  test('[S86] emptied is gone: from every file of the store, within a moment', async () => {
    const { log, anna, bert } = await talk(given.store);
    const secrets = Array.from({ length: 40 }, (_, index) => random(30 + index * index * 12));
    const kept = random(400);
    await Promise.all(secrets.map((payload) => append(given.store, { log }, anna, { payload })));
    await append(given.store, { log }, bert, { payload: kept });
    const held = (payload: Uint8Array): boolean => given.under.bytes().includes(payload.subarray(0, 30));
    expect(secrets.every(held)).toBe(true);
    await append(given.store, { log }, anna, deletion({ seq: 1 }));
    await until(() => !held(secrets[0]!));
    expect(secrets.slice(1).every(held)).toBe(true);
    await append(given.store, { log }, anna, deletion({ through: 40 }));
    await until(() => !secrets.some(held));
    expect(held(kept)).toBe(true);
    expect((await given.store.log.entries(log, { after: 40, limit: 1 }))[0]?.payload).toEqual(kept);
  });

  test('[S87] emptied is gone also where other entries were emptied before, in whatever order', async () => {
    const { log, anna } = await talk(given.store);
    const secrets = Array.from({ length: 300 }, () => random(40 + Math.floor(Math.random() * 900)));
    await Promise.all(secrets.map((payload) => append(given.store, { log }, anna, { payload })));
    const order = secrets.map((_, index) => index).sort(() => Math.random() - 0.5);
    const [first, rest] = [order.slice(0, 250), order.slice(250)];
    await Promise.all(first.map((index) => append(given.store, { log }, anna, deletion({ seq: index + 1 }))));
    await until(() =>
      nothingOf(
        first.map((index) => secrets[index]!),
        given.under.bytes(),
      ),
    );
    await Promise.all(rest.map((index) => append(given.store, { log }, anna, deletion({ seq: index + 1 }))));
    await until(() => nothingOf(secrets, given.under.bytes()));
    expect(await followChain(given.store, log)).toBe(600);
  });

  test('[S88] a replaced vault and its wraps are gone too', async () => {
    const anna = await person(given.store, 'anna', { vault: vault(1, 'the-very-first-vault') });
    expect(given.under.bytes().includes('the-very-first-vault-sealed')).toBe(true);
    await given.store.keys.replacePassword(anna.no, 'record', vault(2), audit('password'));
    await until(() => !given.under.bytes().includes('the-very-first-vault'));
    expect(await given.store.keys.vault(anna.no)).toEqual(vault(2));
  });

  test('[S89] a long conversation reads as empty once that is answered, after a kill too, and is gone after reopening', async () => {
    const where = await talk(given.store);
    const { log, anna, bert, conversation } = where;
    const secrets = Array.from({ length: 1200 }, () => random(60));
    await Promise.all(secrets.map((payload) => append(given.store, { log }, anna, { payload })));
    await append(given.store, { log }, anna, deletion({ through: 1200 }));
    const killed = await given.under.openAsKilled();
    for (const store of [given.store, killed]) {
      const kept = async (page: Parameters<typeof store.log.entries>[1]) =>
        (await store.log.entries(log, page)).filter(({ payload }) => payload !== null).map(({ seq }) => seq);
      expect(await kept({ after: 0, limit: 2000 })).toEqual([1201]);
      expect(await kept({ before: 1201, limit: 2000 })).toEqual([]);
      expect((await store.conversations.forMember(conversation, bert.no))?.unread).toBe(0);
      expect(await followChain(store, log)).toBe(1201);
    }
    await killed.close();
    await given.store.close();
    const again = await given.under.open();
    await until(() => nothingOf(secrets, given.under.bytes()));
    await append(again, where, anna);
    expect((await again.conversations.forMember(conversation, bert.no))?.unread).toBe(1);
    await again.close();
  });
}

/** Not even a piece of 24 bytes from their middles. */
function nothingOf(secrets: readonly Uint8Array[], bytes: Buffer): boolean {
  return secrets.every((secret) => {
    const middle = Math.floor(secret.length / 2) - 12;
    return !bytes.includes(secret.subarray(0, 24)) && !bytes.includes(secret.subarray(middle, middle + 24));
  });
}
