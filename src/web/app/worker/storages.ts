import { deleteDB, openDB, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import type { Storage, Storages } from '../../../client/ports.ts';
import { createSeal, newKey, type Seal } from './seal.ts';

const KEYS = 'keys';
const VALUES = 'values';
const databaseName = (name: string): string => `waxwing.${name}`;

const opened = new Map<string, Set<IDBPDatabase>>();

/** A database for each name, with a key of its own that never leaves the browser; every value is sealed with it. */
export const storages: Storages = {
  async open(name) {
    const database = await openDB(databaseName(name), 1, {
      upgrade(created) {
        created.createObjectStore(KEYS);
        created.createObjectStore(VALUES);
      },
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    });
    const all = opened.get(name) ?? new Set();
    opened.set(name, all.add(database));
    return storageOf(database, createSeal(await keyOf(database), name), () => all.delete(database));
  },
  async destroy(name) {
    for (const database of opened.get(name) ?? []) database.close();
    opened.delete(name);
    await deleteDB(databaseName(name));
  },
};

/** One that is there already; no database is made, and no key. @throws where there is none */
export async function openLying(name: string): Promise<Storage> {
  const database = await openDB(databaseName(name), 1, {
    upgrade: (_database, _before, _now, transaction) => transaction.abort(),
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  const key = (await database.get(KEYS, 'key')) as CryptoKey | undefined;
  if (key !== undefined) return storageOf(database, createSeal(key, name), () => undefined);
  database.close();
  throw new Error(`${name} has no key`);
}

/** The key is made once: of two that open a new database at a time, the second finds the first one's. */
async function keyOf(database: IDBPDatabase): Promise<CryptoKey> {
  const known = (await database.get(KEYS, 'key')) as CryptoKey | undefined;
  if (known !== undefined) return known;
  const fresh = await newKey();
  const transaction = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
  const stored = (await transaction.store.get('key')) as CryptoKey | undefined;
  if (stored === undefined) await transaction.store.put(fresh, 'key');
  await transaction.done;
  return stored ?? fresh;
}

function storageOf(database: IDBPDatabase, seal: Seal, closed: () => void): Storage {
  const reading = readingOf(database);
  return {
    async get(key) {
      const sealed = (await reading().get(key)) as Uint8Array<ArrayBuffer> | undefined;
      return sealed && seal.open(key, sealed);
    },
    async range(from, to, { limit, last = false } = {}) {
      if (from >= to) return [];
      const entries = await entriesIn(database, IDBKeyRange.bound(from, to, false, true), limit, last);
      return Promise.all(entries.map(async ([key, sealed]) => [key, await seal.open(key, sealed)]));
    },
    async write({ put = [], remove = [] }) {
      const sealed = await Promise.all(put.map(async ([key, value]) => [key, await seal.seal(key, value)] as const));
      const transaction = database.transaction(VALUES, 'readwrite', { durability: 'strict' });
      const requests = [
        ...remove.map((key) => transaction.store.delete(key)),
        ...sealed.map(([key, value]) => transaction.store.put(value, key)),
      ];
      await Promise.all([...requests, transaction.done]);
    },
    close() {
      closed();
      database.close();
    },
  };
}

/** What is read at a time is read in one transaction: fifty of their own take the browser several times as long. */
function readingOf(database: IDBPDatabase): () => Values {
  let values: Values | null = null;
  return () => {
    if (values !== null) return values;
    queueMicrotask(() => (values = null));
    values = database.transaction(VALUES).store;
    return values;
  };
}

type Entry = [string, Uint8Array<ArrayBuffer>];

async function entriesIn(database: IDBPDatabase, range: IDBKeyRange, limit?: number, last?: boolean): Promise<Entry[]> {
  const { store } = database.transaction(VALUES);
  const within = last && limit !== undefined ? await lastOf(store, range, limit) : range;
  const [keys, values] = await Promise.all([store.getAllKeys(within, limit), store.getAll(within, limit)]);
  const entries = keys.map((key, index): Entry => [key as string, values[index] as Uint8Array<ArrayBuffer>]);
  return last ? entries.toReversed() : entries;
}

type Values = IDBPObjectStore<unknown, [typeof VALUES], typeof VALUES, 'readonly'>;

/** The part of a range that the last `limit` are in. A cursor that stopped at each would wait as often. */
async function lastOf(store: Values, range: IDBKeyRange, limit: number): Promise<IDBKeyRange> {
  const end = await store.openKeyCursor(range, 'prev');
  const first = limit > 1 ? await end?.advance(limit - 1) : end;
  return first ? IDBKeyRange.bound(first.key, range.upper, false, true) : range;
}

/** The same storages; where one does not open, or has no key, it is told why. */
export function watched(all: Storages, failed: (error: unknown) => void): Storages {
  return {
    ...all,
    async open(name) {
      try {
        return await all.open(name);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  };
}
