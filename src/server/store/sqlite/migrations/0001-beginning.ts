import type { Migration } from './migration.ts';

/** Numbers (`no`, `log`) are the server's own and never leave it; ids are base64url as on the wire. */
export const beginning: Migration = {
  version: 1,
  sql: `
CREATE TABLE instance (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- Raised to prove that the disk takes writes again.
  probe INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  no INTEGER NOT NULL PRIMARY KEY,
  account TEXT UNIQUE,
  username TEXT NOT NULL UNIQUE CHECK (username = lower(username)),
  display_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'member')),
  state TEXT NOT NULL CHECK (state IN ('active', 'pending', 'disabled', 'removed')),
  created_at INTEGER NOT NULL,
  -- Number of the chain's newest entry, and of the newest one that removed a device; 0 for none.
  chain_number INTEGER NOT NULL DEFAULT 0 CHECK (chain_number >= 0),
  last_removal INTEGER NOT NULL DEFAULT 0 CHECK (last_removal >= 0)
) STRICT;
CREATE INDEX accounts_by_state ON accounts (state, role);

-- A name is never given again: its row stays, and keeps the name.
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
BEGIN SELECT raise(ABORT, 'accounts are never deleted'); END;
CREATE TRIGGER usernames_stay BEFORE UPDATE OF username ON accounts WHEN new.username <> old.username
BEGIN SELECT raise(ABORT, 'usernames never change'); END;

CREATE TABLE opaque_records (
  account INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (no),
  record TEXT NOT NULL
) STRICT;

CREATE TABLE vaults (
  account INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (no),
  version INTEGER NOT NULL CHECK (version > 0),
  sealed TEXT NOT NULL,
  password_wrap TEXT NOT NULL,
  recovery_wrap TEXT NOT NULL,
  recovery_key TEXT NOT NULL
) STRICT;

CREATE TABLE chain_entries (
  account INTEGER NOT NULL REFERENCES accounts (no),
  number INTEGER NOT NULL CHECK (number > 0),
  entry BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (account, number)
) STRICT;

CREATE TABLE account_keys (
  account INTEGER NOT NULL REFERENCES accounts (no),
  generation INTEGER NOT NULL CHECK (generation > 0),
  link TEXT,
  PRIMARY KEY (account, generation)
) STRICT;

CREATE TABLE sealed_seeds (
  account INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  -- A device's id or 'vault'.
  recipient TEXT NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (account, generation, recipient),
  FOREIGN KEY (account, generation) REFERENCES account_keys (account, generation) ON DELETE CASCADE
) STRICT;

CREATE TABLE devices (
  no INTEGER NOT NULL PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (no),
  device TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'suspended', 'removed')),
  added_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  UNIQUE (account, device)
) STRICT;

CREATE TABLE sessions (
  token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
  account INTEGER NOT NULL REFERENCES accounts (no),
  device INTEGER REFERENCES devices (no),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_device ON sessions (device);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE links (
  token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
  account INTEGER REFERENCES accounts (no),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_account ON links (account);

CREATE TABLE conversations (
  log INTEGER NOT NULL PRIMARY KEY,
  conversation TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'room')),
  sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  created_at INTEGER NOT NULL,
  -- Number and record hash of the newest epoch; 0 and null before the first.
  epoch INTEGER NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  epoch_hash BLOB,
  epoch_passed INTEGER NOT NULL DEFAULT 0 CHECK (epoch_passed IN (0, 1)),
  CHECK ((epoch = 0) = (epoch_hash IS NULL))
) STRICT;

CREATE TABLE members (
  log INTEGER NOT NULL REFERENCES conversations (log),
  account INTEGER NOT NULL REFERENCES accounts (no),
  role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
  joined_at INTEGER NOT NULL,
  -- Opened by this account itself and not cleared since: it is listed even while it is empty.
  opened INTEGER NOT NULL CHECK (opened IN (0, 1)),
  delivered INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  cleared INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (log, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_account ON members (account);

CREATE TABLE device_cursors (
  device INTEGER NOT NULL REFERENCES devices (no),
  log INTEGER NOT NULL REFERENCES conversations (log),
  delivered INTEGER NOT NULL,
  PRIMARY KEY (device, log)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_cursors_by_log ON device_cursors (log);

CREATE TABLE hidden (
  account INTEGER NOT NULL REFERENCES accounts (no),
  log INTEGER NOT NULL REFERENCES conversations (log),
  seq INTEGER NOT NULL,
  PRIMARY KEY (account, log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_by_log ON hidden (log);

-- All logs' entries, in the order in which they came: an append dirties the last page only.
CREATE TABLE entries (
  id INTEGER NOT NULL PRIMARY KEY,
  log INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL CHECK (kind IN ('message', 'epoch')),
  account INTEGER NOT NULL,
  device INTEGER,
  message_id BLOB,
  counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
  at INTEGER NOT NULL,
  -- Null once emptied.
  payload BLOB,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32),
  FOREIGN KEY (log) REFERENCES conversations (log),
  FOREIGN KEY (account) REFERENCES accounts (no),
  FOREIGN KEY (device) REFERENCES devices (no)
) STRICT;
-- Message ids are UUIDv7: with the id first, this index grows at its end too.
CREATE UNIQUE INDEX entries_once ON entries (message_id, device, log) WHERE message_id IS NOT NULL;

-- Where a log's entries are, filled in sorted batches: those with an id above settled.through are not in it yet.
-- Live: counts and is not emptied; with the account, all that unread needs.
CREATE TABLE positions (
  log INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  account INTEGER NOT NULL,
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE settled (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;
INSERT INTO settled (one, through) VALUES (1, 0);

CREATE TABLE epochs (
  log INTEGER NOT NULL REFERENCES conversations (log),
  number INTEGER NOT NULL CHECK (number > 0),
  -- The entry that holds the record.
  entry INTEGER NOT NULL REFERENCES entries (id),
  PRIMARY KEY (log, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE slots (
  log INTEGER NOT NULL,
  number INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (no),
  sealed TEXT NOT NULL,
  PRIMARY KEY (log, number, account),
  FOREIGN KEY (log, number) REFERENCES epochs (log, number)
) STRICT;

CREATE TABLE switches (
  name TEXT NOT NULL PRIMARY KEY,
  is_on INTEGER NOT NULL CHECK (is_on IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  number INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  address TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
`,
};
