import type { Migration } from './migration.ts';

/** Slots that did not give an account the key of its epoch. */
export const resealedSlots: Migration = {
  version: 3,
  sql: `
CREATE TABLE resealed_slots (
  log INTEGER NOT NULL,
  number INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (no),
  asked_at INTEGER NOT NULL,
  -- Of the account key that it is sealed to; both null as long as it is asked for.
  generation INTEGER,
  sealed TEXT,
  PRIMARY KEY (log, number, account),
  FOREIGN KEY (log, number, account) REFERENCES slots (log, number, account),
  CHECK ((generation IS NULL) = (sealed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_asked ON resealed_slots (asked_at, log, number) WHERE sealed IS NULL;
`,
};
