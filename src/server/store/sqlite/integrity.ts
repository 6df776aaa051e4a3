import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { openFile } from '../openFile.ts';

/** What SQLite itself finds wrong in a database that nobody has open; empty when all is well. */
export function integrityProblems(folder: string): string[] {
  return problemsOf(openFile(fileIn(folder)));
}

/** The same of one that its server has open and leaves as it is meanwhile (`Connection.hold`): read past its lock. */
export function heldFileProblems(folder: string): string[] {
  const url = pathToFileURL(fileIn(folder));
  url.searchParams.set('immutable', '1');
  return problemsOf(openFile(url, { readOnly: true }));
}

const fileIn = (folder: string): string => path.join(folder, 'waxwing.db');

function problemsOf(db: DatabaseSync): string[] {
  try {
    const damaged = db
      .prepare('PRAGMA integrity_check(10)')
      .all()
      .map((row) => String(row['integrity_check']));
    const dangling = db
      .prepare('PRAGMA foreign_key_check')
      .all()
      .map((row) => `a row of ${String(row['table'])} points to nothing`);
    return [...damaged.filter((line) => line !== 'ok'), ...dangling.slice(0, 10)].map((line) => `database: ${line}`);
  } finally {
    db.close();
  }
}
