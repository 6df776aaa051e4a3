import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const pragmas = ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON'];
const sizes = ['cache_size = -65536', 'wal_autocheckpoint = 4000'];

/** Rows of the size of entries, as safe on the disk as ours, and nothing else. */
export function bareStore(folder: string): { write(payloads: readonly Buffer[]): void; close(): void } {
  fs.mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(path.join(folder, 'bare.db'));
  for (const pragma of [...pragmas, ...sizes]) db.exec(`PRAGMA ${pragma}`);
  db.exec(`CREATE TABLE entries (id INTEGER PRIMARY KEY, log INTEGER, seq INTEGER, account INTEGER, at INTEGER,
    message_id BLOB, payload BLOB, hash BLOB, chain BLOB) STRICT`);
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  const [messageId, hash] = [randomBytes(16), randomBytes(32)];
  let id = 0;
  return {
    write(payloads) {
      begin.run();
      for (const payload of payloads) insert.run(++id, 1, id, 1, 1_763_000_000_000, messageId, payload, hash, hash);
      commit.run();
    },
    close: () => db.close(),
  };
}
