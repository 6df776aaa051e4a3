import type { DatabaseSync } from 'node:sqlite';
import { NewerDatabase } from './errors.ts';
import { beginning } from './migrations/0001-beginning.ts';
import { roomsAndWaysIn } from './migrations/0002-rooms-and-ways-in.ts';
import { resealedSlots } from './migrations/0003-resealed-slots.ts';
import { certificatesAskedFor } from './migrations/0004-certificates-asked-for.ts';
import { emptiedConversations } from './migrations/0005-emptied-conversations.ts';
import { machines } from './migrations/0006-machines.ts';
import { followers } from './migrations/0007-followers.ts';
import { alerts } from './migrations/0008-alerts.ts';
import { howSessionsBegan } from './migrations/0009-how-sessions-began.ts';
import { threads } from './migrations/0010-threads.ts';
import { contacts } from './migrations/0011-contacts.ts';
import { settings } from './migrations/0012-settings.ts';
import { incarnation } from './migrations/0013-incarnation.ts';
import { visitors } from './migrations/0014-visitors.ts';
import { removals } from './migrations/0015-removals.ts';
import { preferences } from './migrations/0016-preferences.ts';
import { push } from './migrations/0017-push.ts';
import type { Migration } from './migrations/migration.ts';

export const migrations: readonly Migration[] = [
  beginning,
  roomsAndWaysIn,
  resealedSlots,
  certificatesAskedFor,
  emptiedConversations,
  machines,
  followers,
  alerts,
  howSessionsBegan,
  threads,
  contacts,
  settings,
  incarnation,
  visitors,
  removals,
  preferences,
  push,
];

export const SCHEMA_VERSION = migrations.length;

/**
 * Brings the database to this version, each migration in a transaction of its own.
 * @throws NewerDatabase when a newer version of the server wrote it
 */
export function migrate(db: DatabaseSync): void {
  const found = versionOf(db);
  if (found > SCHEMA_VERSION) throw new NewerDatabase(found, SCHEMA_VERSION);
  for (const { version, sql } of migrations.slice(found)) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${version}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}
