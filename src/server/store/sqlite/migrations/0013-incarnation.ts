import type { Migration } from './migration.ts';

/** Which life of the server it is: another one after each time that it was put back from a backup. */
export const incarnation: Migration = {
  version: 13,
  sql: `
ALTER TABLE instance ADD COLUMN incarnation TEXT;
`,
};
