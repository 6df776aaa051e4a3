import type { Migration } from './migration.ts';

/** What people decide others may know of them. */
export const preferences: Migration = {
  version: 16,
  sql: `
ALTER TABLE accounts ADD COLUMN read_receipts INTEGER NOT NULL DEFAULT 1 CHECK (read_receipts IN (0, 1));
ALTER TABLE accounts ADD COLUMN presence INTEGER NOT NULL DEFAULT 1 CHECK (presence IN (0, 1));
-- How far others may know that the member has read.
ALTER TABLE members ADD COLUMN read_told INTEGER NOT NULL DEFAULT 0;
UPDATE members SET read_told = read;
`,
};
