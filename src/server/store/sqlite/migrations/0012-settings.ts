import type { Migration } from './migration.ts';

/** Settings of the server that are no switches. */
export const settings: Migration = {
  version: 12,
  sql: `
-- Those that somebody has set to something else than their default.
CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
