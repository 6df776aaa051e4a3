import type { Migration } from './migration.ts';

/** Where devices are poked when there is something to fetch. */
export const push: Migration = {
  version: 17,
  sql: `
CREATE TABLE push_subscriptions (
  device INTEGER NOT NULL PRIMARY KEY REFERENCES devices (no),
  account INTEGER NOT NULL REFERENCES accounts (no),
  session BLOB NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
  endpoint TEXT NOT NULL UNIQUE,
  -- Conversations, each a JSON array.
  muted TEXT NOT NULL,
  rooms TEXT NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_by_account ON push_subscriptions (account);
CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session);
`,
};
