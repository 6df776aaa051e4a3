import type { Migration } from './migration.ts';

/** Settings of the server that are no switches, and how long conversations are kept. */
export const settings: Migration = {
  version: 12,
  sql: `
-- Those that somebody has set to something else than their default.
CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Days after which its messages are emptied, as its members have said; null: they have said nothing.
ALTER TABLE conversations ADD COLUMN lifetime INTEGER CHECK (lifetime > 0);
`,
};
