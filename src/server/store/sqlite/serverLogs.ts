import type { AccountNo, LogNo, MessageDraft, StoredEntry } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';
import type { Entries } from './entries.ts';

/** The account that stands for the server itself (migration 8). */
const NOBODY: AccountNo = 0;

/** Logs in which the server alone speaks: in clear, of kind room without a name. All of it within another's transaction. */
export class ServerLogs {
  readonly #entries: Entries;
  readonly #insert: Statement<{ log: LogNo }>;
  readonly #members: Statement<{ account: AccountNo }>;

  constructor(connection: Connection, entries: Entries) {
    this.#entries = entries;
    this.#insert = connection.prepare(
      "INSERT INTO conversations (conversation, kind, sealed, created_at) VALUES (?, 'room', 0, ?) RETURNING log",
    );
    this.#members = connection.prepare('SELECT account FROM members WHERE log = ? ORDER BY account');
  }

  make(conversation: string, at: number): LogNo {
    const log = this.#insert.get(conversation, at)?.log;
    if (log === undefined) throw new Error('an inserted conversation has no number');
    return log;
  }

  members(log: LogNo): AccountNo[] {
    return this.#members.all(log).map(({ account }) => account);
  }

  /** @param counts whether it is unread until somebody has read it */
  append(log: LogNo, { messageId, payload }: MessageDraft, at: number, counts = true): StoredEntry {
    const entry = { kind: 'message', device: null, counts, payload, at } as const;
    const added = this.#entries.add({ ...entry, log, account: NOBODY, messageId });
    if (!added) throw new Error('what the server said was refused by an index that has none of its kind');
    const { seq, hash, chain } = added;
    return { ...entry, seq, hash, chain, account: null, accountNo: NOBODY };
  }
}
