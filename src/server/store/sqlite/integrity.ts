import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** What SQLite itself finds wrong in a database that nobody has open; empty when all is well. */
export function integrityProblems(folder: string): string[] {
  return problemsOf(new DatabaseSync(fileIn(folder), { allowExtension: false, limits: { attach: 0 } }));
}

/** The same of one that its server has open and leaves as it is meanwhile (`Connection.hold`): read past its lock. */
export function heldFileProblems(folder: string): string[] {
  const url = pathToFileURL(fileIn(folder));
  url.searchParams.set('immutable', '1');
  return problemsOf(new DatabaseSync(url, { readOnly: true, allowExtension: false, limits: { attach: 0 } }));
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
