import type { Migration } from './migration.ts';

/** Public threads of pages: what visitors without an account write, and what makes it wait or be refused. */
export const threads: Migration = {
  version: 10,
  sql: `
-- Sites whose pages have threads of their own.
CREATE TABLE sites (
  site TEXT NOT NULL PRIMARY KEY,
  -- Of the threads that its pages make by themselves; null: they make none.
  policy TEXT CHECK (policy IN ('open', 'approval', 'closed')),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE threads (
  no INTEGER NOT NULL PRIMARY KEY,
  -- A name, or the address of a page.
  thread TEXT NOT NULL UNIQUE,
  mode TEXT NOT NULL CHECK (mode IN ('comments', 'contact')),
  title TEXT NOT NULL,
  policy TEXT NOT NULL CHECK (policy IN ('open', 'approval', 'closed')),
  created_at INTEGER NOT NULL
) STRICT;

-- Sites that may show a thread and send to it.
CREATE TABLE thread_sites (
  thread INTEGER NOT NULL REFERENCES threads (no),
  site TEXT NOT NULL,
  PRIMARY KEY (thread, site)
) STRICT, WITHOUT ROWID;

-- Who answers what comes by a contact form.
CREATE TABLE thread_answerers (
  thread INTEGER NOT NULL REFERENCES threads (no),
  account INTEGER NOT NULL REFERENCES accounts (no),
  PRIMARY KEY (thread, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE comments (
  no INTEGER NOT NULL PRIMARY KEY,
  comment TEXT NOT NULL UNIQUE,
  thread INTEGER NOT NULL REFERENCES threads (no),
  -- What it answers, and the comment that began all of it; null of one that answers none.
  parent INTEGER REFERENCES comments (no),
  root INTEGER REFERENCES comments (no),
  depth INTEGER NOT NULL CHECK (depth BETWEEN 0 AND 3),
  name TEXT NOT NULL,
  surname TEXT NOT NULL,
  email TEXT NOT NULL,
  message TEXT NOT NULL,
  -- Deleted: its words are gone, and its place is kept for its answers.
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'spam', 'rejected', 'deleted')),
  held TEXT CHECK (held IN ('links', 'no_proof', 'blocked')),
  -- It has a place on the page: it is approved, or an answer to it has one.
  shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
  -- SHA-256 of the id in its author's cookie.
  author BLOB CHECK (length(author) = 32),
  -- Of the form that it came with: one form, one comment.
  nonce TEXT UNIQUE,
  -- Network address that it came from, until it is forgotten.
  address TEXT,
  at INTEGER NOT NULL,
  edited_at INTEGER,
  -- Its place in the log that tells reviewers.
  notice INTEGER,
  CHECK ((parent IS NULL) = (root IS NULL) AND (parent IS NULL) = (depth = 0))
) STRICT;
CREATE INDEX comments_shown ON comments (thread, at, no) WHERE root IS NULL AND shown = 1;
CREATE INDEX answers_shown ON comments (root, at, no) WHERE root IS NOT NULL AND shown = 1;
CREATE INDEX comments_by_parent ON comments (parent, shown) WHERE parent IS NOT NULL;
CREATE INDEX comments_by_root ON comments (root) WHERE root IS NOT NULL;
CREATE INDEX comments_by_author ON comments (author, thread) WHERE author IS NOT NULL;
CREATE INDEX comments_by_state ON comments (state, at, no);
CREATE INDEX comments_by_thread ON comments (thread, at, no);
CREATE INDEX comments_by_thread_and_state ON comments (thread, state, at, no);
CREATE INDEX comments_by_email ON comments (lower(email), state);
CREATE INDEX comments_with_address ON comments (at) WHERE address IS NOT NULL;

-- Words in comments, e-mail addresses or their domains, network addresses.
CREATE TABLE blocks (
  kind TEXT NOT NULL CHECK (kind IN ('word', 'email', 'address')),
  value TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

-- The log that tells reviewers of comments that wait: of kind room without a name; its members are the admins.
CREATE TABLE comment_notices (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  log INTEGER NOT NULL UNIQUE REFERENCES conversations (log)
) STRICT;
`,
};
