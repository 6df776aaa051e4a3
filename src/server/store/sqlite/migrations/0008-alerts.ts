import type { Migration } from './migration.ts';

/** Rules over machines' streams, and for each machine a log of the alerts that they make. */
export const alerts: Migration = {
  version: 8,
  sql: `
-- The author of what the server says by itself: nobody's account, under a name that nobody may have.
INSERT INTO accounts (no, account, username, display_name, role, state, created_at)
VALUES (0, NULL, '*', '', 'member', 'removed', 0);

-- A log of kind room without a name; its members are those who follow the machine.
CREATE TABLE alerts (
  log INTEGER NOT NULL PRIMARY KEY REFERENCES conversations (log),
  machine INTEGER NOT NULL UNIQUE REFERENCES machines (no)
) STRICT;

CREATE TABLE rules (
  rule TEXT NOT NULL PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machines (no),
  -- JSON.
  condition TEXT NOT NULL,
  -- It looks at records after this one.
  since INTEGER NOT NULL CHECK (since >= 0),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rules_by_machine ON rules (machine, created_at);

-- Streams that are looked at, and up to which record.
CREATE TABLE watched_streams (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machines (no),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  -- Sealed records come: it is looked at without rules too.
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  -- What the core has to know of alerts before; JSON of its own.
  state TEXT
) STRICT;
`,
};
