import { DatabaseSync, constants, type DatabaseSyncOptions } from 'node:sqlite';

const SQLITE_ATTACH = 24;

/** Opens one database file and no other: nothing can be attached to it, loaded into it, or put into a file for a while. */
export function openFile(file: string | URL, options: DatabaseSyncOptions = {}): DatabaseSync {
  const db = new DatabaseSync(file, { ...options, allowExtension: false, defensive: true, limits: { attach: 0 } });
  db.setAuthorizer((action) => (action === SQLITE_ATTACH ? constants.SQLITE_DENY : constants.SQLITE_OK));
  db.exec('PRAGMA temp_store = MEMORY');
  return db;
}
