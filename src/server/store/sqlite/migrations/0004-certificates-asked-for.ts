import type { Migration } from './migration.ts';

/** Which session asked for a certificate, so that it comes to belong to the device that the session comes to be on. */
export const certificatesAskedFor: Migration = {
  version: 4,
  sql: `
-- Hash of the session's token, until it is on a device; null where no session asked.
ALTER TABLE certificates ADD COLUMN asked_in BLOB CHECK (asked_in IS NULL OR length(asked_in) = 32);
`,
};
