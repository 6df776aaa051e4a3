import type { Migration } from './migration.ts';

/** How sessions began, and by what the certificates came in that were asked for in them. */
export const howSessionsBegan: Migration = {
  version: 9,
  sql: `
-- Null: before this was kept.
ALTER TABLE sessions ADD COLUMN began TEXT
  CHECK (began IN ('registration', 'password', 'recovery', 'reset', 'linking', 'certificate', 'ssh'));
-- Fingerprint of the key by which it came in, and with which it ends.
ALTER TABLE sessions ADD COLUMN ssh_key TEXT;
-- Whether the password or the recovery code was given in it after it began.
ALTER TABLE sessions ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1));
UPDATE sessions SET began = 'certificate' WHERE certificate IS NOT NULL;
-- Which of the others began with an SSH key is not known: their people log in again.
DELETE FROM sessions WHERE certificate IS NULL AND account IN (SELECT account FROM ssh_keys WHERE used_at IS NOT NULL);

-- Serial number, or fingerprint, of what the session began with that asked for it: it ends with that.
ALTER TABLE certificates ADD COLUMN asked_with TEXT REFERENCES certificates (serial);
ALTER TABLE certificates ADD COLUMN asked_with_key TEXT;
CREATE INDEX certificates_by_asked_with ON certificates (asked_with);
`,
};
