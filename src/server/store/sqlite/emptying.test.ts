import { afterEach, beforeEach, expect, test } from 'vitest';
import { append, random, talk, until, type Talk } from '../contract/world.suite.ts';
import { Connection } from './connection.ts';
import { Emptying } from './emptying.ts';
import { Positions } from './positions.ts';
import { sqliteUnderTest, type SqliteUnderTest } from './underTest.suite.ts';

let under: SqliteUnderTest;
beforeEach(async () => {
  under = await sqliteUnderTest(300);
});
afterEach(() => under.discard());

/** A conversation in a store that is closed again. */
async function conversationOf(payloads: readonly Uint8Array[]): Promise<Talk> {
  const store = await under.open();
  const where = await talk(store);
  await Promise.all(payloads.map((payload) => append(store, where, where.anna, { payload })));
  await store.close();
  return where;
}

function opened() {
  const connection = new Connection(under.folder);
  const whole = connection.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM entries WHERE log = ? AND payload IS NOT NULL',
  );
  const emptying = new Emptying(connection, new Positions(connection));
  return { connection, emptying, whole: (log: number) => whole.get(log)?.count };
}

test('[001.15] a conversation is overwritten a few messages at a time, wherever their places are kept', async () => {
  const { log } = await conversationOf(Array.from({ length: 1000 }, () => random(50)));
  const { connection, emptying, whole } = opened();
  emptying.begin(log, 1000);
  expect(whole(log)).toBe(1000);
  const left = [];
  while (emptying.unfinished) {
    emptying.overwriteSome();
    left.push(whole(log));
  }
  expect(left).toEqual([744, 488, 232, 100, 0]);
  connection.close();
});

test('[001.15] and the fewer the larger they are', async () => {
  const { log } = await conversationOf(Array.from({ length: 20 }, () => random(40_000)));
  const { connection, emptying, whole } = opened();
  emptying.begin(log, 20);
  emptying.overwriteSome();
  expect(whole(log)).toBe(13);
  connection.close();
});

test('what is emptied twice is looked at once', async () => {
  const { log } = await conversationOf(Array.from({ length: 10 }, () => random(50)));
  const { connection, emptying } = opened();
  emptying.begin(log, 10);
  emptying.overwriteSome();
  expect(emptying.unfinished).toBe(false);
  emptying.begin(log, 10);
  emptying.begin(log, 4);
  expect(emptying.unfinished).toBe(false);
  connection.close();
});

test('[S86] what a stop left is overwritten after the next start', async () => {
  const secrets = Array.from({ length: 600 }, () => random(50));
  const where = await conversationOf(secrets);
  const { connection, emptying, whole } = opened();
  emptying.begin(where.log, 600);
  emptying.overwriteSome();
  expect(whole(where.log)).toBe(344);
  connection.close();
  const store = await under.open();
  expect((await store.log.entries(where.log, { after: 0, limit: 600 })).every(({ payload }) => payload === null)).toBe(
    true,
  );
  await until(() => secrets.every((secret) => !under.bytes().includes(secret.subarray(0, 24))));
  await store.close();
});
