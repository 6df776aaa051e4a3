import type { Migration } from './migration.ts';

/** Rooms by name; certificates and SSH keys, by which an account logs in beside its password. */
export const roomsAndWaysIn: Migration = {
  version: 2,
  sql: `
-- The log of a room is a conversation of kind room, in clear.
CREATE TABLE rooms (
  log INTEGER NOT NULL PRIMARY KEY REFERENCES conversations (log),
  name TEXT NOT NULL UNIQUE CHECK (name = lower(name))
) STRICT;

CREATE TABLE certificates (
  -- Hexadecimal, lower case.
  serial TEXT NOT NULL PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (no),
  -- SHA-256 of the subject public key info: the same for all certificates of one key, its device on the line.
  key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
  label TEXT NOT NULL,
  -- The device that asked for it, and with which it ends.
  device INTEGER REFERENCES devices (no),
  issued_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  -- Null while it is good.
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_account ON certificates (account);
CREATE INDEX certificates_by_key ON certificates (key_hash);
-- By which the session came in, and with which it ends.
ALTER TABLE sessions ADD COLUMN certificate TEXT REFERENCES certificates (serial);

CREATE TABLE ssh_keys (
  account INTEGER NOT NULL REFERENCES accounts (no),
  -- As ssh-keygen -l shows it: SHA256:...
  fingerprint TEXT NOT NULL,
  -- Type and key as in authorized_keys, without the comment.
  public_key TEXT NOT NULL,
  label TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account, fingerprint)
) STRICT, WITHOUT ROWID;
`,
};
