import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What SQLite itself finds wrong in a database that nobody has open; empty when all is well. */
export function integrityProblems(folder: string): string[] {
  const db = new DatabaseSync(path.join(folder, 'waxwing.db'), { allowExtension: false, limits: { attach: 0 } });
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
