import type { Migration } from './migration.ts';

/** Machines that report in: who they are, how far they have come at each address, and what lets them in. */
export const machines: Migration = {
  version: 6,
  sql: `
CREATE TABLE machines (
  no INTEGER NOT NULL PRIMARY KEY,
  machine TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name = lower(name)),
  -- Null until the first one is set.
  password_hash TEXT,
  -- With a code: the address from which the first password has to come.
  enrolled_from TEXT,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  -- Of what it did last.
  endpoint TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE machine_states (
  machine INTEGER NOT NULL REFERENCES machines (no),
  endpoint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('IDENTIFIED', 'AUTHENTICATED')),
  at INTEGER NOT NULL,
  PRIMARY KEY (machine, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_states_by_age ON machine_states (machine, state, at);

CREATE TABLE machine_tokens (
  jti TEXT NOT NULL PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machines (no),
  -- Null: the machine's own, by its password.
  label TEXT,
  issued_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  -- Null while it is good.
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_tokens_by_machine ON machine_tokens (machine, ends_at);
CREATE INDEX machine_tokens_by_end ON machine_tokens (ends_at);

CREATE TABLE enrolment_codes (
  name TEXT NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
