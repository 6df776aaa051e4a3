/** A newer version of the server wrote this data folder: this one keeps its hands off. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';

  constructor(found: number, known: number) {
    super(`the data folder was written by a newer version (database version ${found}, this one knows ${known})`);
  }
}

/** Another process has the data folder open. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';

  constructor(file: string, options?: ErrorOptions) {
    super(`another process has ${file} open`, options);
  }
}

/** The database does not pass SQLite's own check. */
export class DatabaseDamaged extends Error {
  override readonly name = 'DatabaseDamaged';
}

const SQLITE_BUSY = 5;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_RANGE = 25;
/** What a statement can do wrong by itself; every other error of SQLite is the disk's or the database's. */
const ofTheStatement = new Set([1, SQLITE_CONSTRAINT, SQLITE_MISMATCH, 18, SQLITE_RANGE]);

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

/** Whether an error says that the storage below cannot be trusted: I/O, a full disk, damage, locks. */
export function isStorageFailure(error: unknown): boolean {
  const code = primaryCode(error);
  return code !== undefined && !ofTheStatement.has(code);
}

/** SQLite's result code without its extension (sqlite.org/rescode.html), undefined for any other error. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
