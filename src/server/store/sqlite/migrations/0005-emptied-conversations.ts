import type { Migration } from './migration.ts';

/** How far conversations are emptied: at once for whoever reads, and little by little in the file. */
export const emptiedConversations: Migration = {
  version: 5,
  sql: `
-- Every message up to here reads as emptied.
ALTER TABLE conversations ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;
-- Every message up to here is overwritten.
ALTER TABLE conversations ADD COLUMN overwritten INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversations_to_overwrite ON conversations (log) WHERE overwritten < emptied;
`,
};
