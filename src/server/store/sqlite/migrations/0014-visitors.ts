import type { Migration } from './migration.ts';

/** What a person has approved, and how far a visitor has read and in which language. */
export const visitors: Migration = {
  version: 14,
  sql: `
-- An admin has approved these words; of what was there before, nobody knows.
ALTER TABLE comments ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1));
-- Seq up to which the visitor has read.
ALTER TABLE contacts ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
-- In which the visitor is told of answers.
ALTER TABLE contacts ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'de', 'fr', 'es'));
`,
};
