import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HeldFile } from './connection.ts';
import { DatabaseInUse, isBusy } from './errors.ts';

/**
 * Keeps the database of a folder that no server has open for this process, with all that is in it in the one file. Of
 * whatever version it is, it stays that. @throws DatabaseInUse
 */
export function holdStoppedFile(folder: string): HeldFile {
  const file = path.join(folder, 'waxwing.db');
  const descriptor = fs.openSync(file, 'r');
  const db = new DatabaseSync(file, { timeout: 2_000, allowExtension: false, limits: { attach: 0 } });
  const release = (): boolean => {
    if (db.isOpen) db.close();
    else return false;
    // Not before SQLite has closed: a closed descriptor takes all locks of this process with it.
    fs.closeSync(descriptor);
    return true;
  };
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    db.exec('BEGIN IMMEDIATE');
    return { descriptor, release };
  } catch (error) {
    release();
    throw isBusy(error) ? new DatabaseInUse(file, { cause: error }) : error;
  }
}
