import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openFile, openHeldFile } from '../openFile.ts';

/** What SQLite itself finds wrong in a database that nobody has open; empty when all is well. */
export function integrityProblems(folder: string): string[] {
  return problemsOf(openFile(fileIn(folder)));
}

/** The same of one that its server has open and leaves as it is meanwhile (`Connection.hold`): read past its lock. */
export const heldFileProblems = (folder: string): string[] => problemsOf(openHeldFile(fileIn(folder)));

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
