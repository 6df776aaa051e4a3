import crypto from 'node:crypto';
import { append, random, talk, type Talk } from '../../src/server/store/contract/world.suite.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/open.ts';

const CONVERSATIONS = 100;
const PAYLOAD = 500;
const AT_ONCE = 1000;

/** A data folder in which so many messages stand, of a hundred conversations: as the store writes them. */
export async function fillFolder(folder: string, count: number): Promise<void> {
  const store = await openSqliteStore({ folder, random });
  const talks: Talk[] = [];
  for (let made = 0; made < CONVERSATIONS; made++) talks.push(await talk(store));
  const payload = crypto.randomBytes(PAYLOAD);
  const one = async (number: number): Promise<void> => {
    const where = talks[number % CONVERSATIONS];
    if (where) await append(store, where, where.anna, { payload });
  };
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => one(from + at)));
  await store.close();
}
