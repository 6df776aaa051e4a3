import type { Migration } from './migration.ts';

/** Conversations with visitors of websites. */
export const contacts: Migration = {
  version: 11,
  sql: `
-- A sealed log of kind room without a name; its members are those who answer.
CREATE TABLE contacts (
  log INTEGER NOT NULL PRIMARY KEY REFERENCES conversations (log),
  -- Of the form, as they were: it may be changed or removed.
  thread TEXT NOT NULL,
  title TEXT NOT NULL,
  -- Its secret, sealed to those who answer.
  opening BLOB NOT NULL,
  -- SHA-256 of the token that reads it; null once the visitor has given it up.
  reading BLOB CHECK (length(reading) = 32),
  -- Where the visitor wants to be told of answers.
  email TEXT,
  notice TEXT NOT NULL DEFAULT 'none' CHECK (notice IN ('none', 'due', 'told')),
  -- Of the form token that it began with.
  nonce BLOB NOT NULL UNIQUE
) STRICT;
CREATE INDEX contacts_due ON contacts (log) WHERE notice = 'due';
`,
};
