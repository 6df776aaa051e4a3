import { DatabaseSync, constants, type DatabaseSyncOptions } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

const SQLITE_ATTACH = 24;

/** Opens one database file and no other: nothing can be attached to it, loaded into it, or put into a file for a while. */
export function openFile(file: string | URL, options: DatabaseSyncOptions = {}): DatabaseSync {
  const db = new DatabaseSync(file, { ...options, allowExtension: false, defensive: true, limits: { attach: 0 } });
  db.setAuthorizer((action) => (action === SQLITE_ATTACH ? constants.SQLITE_DENY : constants.SQLITE_OK));
  db.exec('PRAGMA temp_store = MEMORY');
  return db;
}

/** One that its server has open and leaves as it is meanwhile (`Connection.hold`): read past its lock, and never written. */
export function openHeldFile(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return openFile(url, { readOnly: true });
}
