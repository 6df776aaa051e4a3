import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Lane } from '../../client/lane.ts';
import type { Changes, Storage, Storages } from '../../client/ports.ts';
import { openUnder, sealUnder } from '../../crypto/aead.ts';
import { databaseIn, makeFolder } from '../remote/folders.ts';

/** Another process is this device of the account at the moment. */
export class InUse extends Error {
  override readonly name = 'InUse';
}

export interface Database {
  readonly storages: Storages;
  close(): void;
}

const BUSY = 5;
const KEY_LENGTH = 32;
const utf8 = new TextEncoder();

/**
 * What an account keeps on this machine: one SQLite file, every value sealed under the key in the file `key` beside it.
 * One process at a time; the system lets go of the lock however that process ends.
 * @throws InUse
 */
export function openDatabase(folder: string): Database {
  makeFolder(folder);
  const database = new DatabaseSync(databaseIn(folder));
  try {
    database.exec(`
      PRAGMA busy_timeout = 0;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      CREATE TABLE IF NOT EXISTS value (
        storage TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (storage, key)
      ) STRICT, WITHOUT ROWID;
      BEGIN IMMEDIATE; COMMIT;`);
  } catch (error) {
    database.close();
    throw (error as { errcode?: number }).errcode === BUSY ? new InUse(folder, { cause: error }) : error;
  }
  const key = keyIn(folder);
  const remove = database.prepare('DELETE FROM value WHERE storage = ?');
  const open = new Map<string, Storage>();
  return {
    storages: {
      async open(name) {
        const storage = open.get(name) ?? storageIn(database, name, key);
        open.set(name, storage);
        return storage;
      },
      destroy: async (name) => void remove.run(name),
    },
    close: () => database.close(),
  };
}

/** Made once, whole or not at all. Call it while the database is locked. */
function keyIn(folder: string): Uint8Array {
  const file = path.join(folder, 'key');
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(KEY_LENGTH), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return new Uint8Array(readFileSync(file));
}

/** The keys in use are ASCII and end in U+FFFF at most: there UTF-8's order, which is SQLite's, is that of UTF-16. */
function storageIn(database: DatabaseSync, storage: string, key: Uint8Array): Storage {
  const select = database.prepare('SELECT sealed FROM value WHERE storage = ? AND key = ?');
  const between = (order: 'ASC' | 'DESC') =>
    database.prepare(
      `SELECT key, sealed FROM value WHERE storage = ? AND key >= ? AND key < ? ORDER BY key ${order} LIMIT ?`,
    );
  const [ascending, descending] = [between('ASC'), between('DESC')];
  const insert = database.prepare('INSERT OR REPLACE INTO value (storage, key, sealed) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM value WHERE storage = ? AND key = ?');
  const place = (name: string) => utf8.encode(`${storage}\0${name}`);
  const opened = (name: string, sealed: unknown) => openUnder(key, sealed as Uint8Array, place(name));
  const lane = new Lane();

  const write = async ({ put = [], remove: gone = [] }: Changes): Promise<void> => {
    const sealed: [string, Uint8Array][] = [];
    for (const [name, value] of put) sealed.push([name, await sealUnder(key, value, place(name))]);
    database.exec('BEGIN');
    try {
      for (const name of gone) remove.run(storage, name);
      for (const [name, bytes] of sealed) insert.run(storage, name, bytes);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    async get(name) {
      const row = select.get(storage, name);
      return row && opened(name, row['sealed']);
    },
    async range(from, to, { limit = -1, last = false } = {}) {
      const rows = (last ? descending : ascending).all(storage, from, to, limit);
      return Promise.all(
        rows.map(async (row): Promise<[string, Uint8Array]> => {
          const name = String(row['key']);
          return [name, await opened(name, row['sealed'])];
        }),
      );
    },
    write: (changes) => lane.run(() => write(changes)),
    close: () => undefined,
  };
}
