import type { Migration } from './migration.ts';

/** What is still to be overwritten of what removed accounts wrote. */
export const removals: Migration = {
  version: 15,
  sql: `
CREATE TABLE removals (
  account INTEGER NOT NULL REFERENCES accounts (no),
  log INTEGER NOT NULL REFERENCES conversations (log),
  -- Everything up to here is.
  seq INTEGER NOT NULL CHECK (seq >= 0),
  PRIMARY KEY (account, log)
) STRICT, WITHOUT ROWID;
`,
};
