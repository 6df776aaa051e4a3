import type { Migration } from './migration.ts';

/** Who follows the streams of machines, and how far they have read. */
export const followers: Migration = {
  version: 7,
  sql: `
-- Whoever has an account may read its stream, and follows it unless they have stopped.
ALTER TABLE machines ADD COLUMN everyone INTEGER NOT NULL DEFAULT 0 CHECK (everyone IN (0, 1));

CREATE TABLE followers (
  machine INTEGER NOT NULL REFERENCES machines (no),
  account INTEGER NOT NULL REFERENCES accounts (no),
  -- Null: as everyone; there are such rows only while the stream is open to everyone.
  follows INTEGER CHECK (follows IN (0, 1)),
  read INTEGER NOT NULL CHECK (read >= 0),
  PRIMARY KEY (machine, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX followers_by_account ON followers (account);
`,
};
