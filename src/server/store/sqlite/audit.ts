import { AUDIT_GENESIS, auditHash } from '../../core/audit.ts';
import type { AuditDraft, AuditEntry, AuditStore } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

interface Row {
  number: number;
  at: number;
  who: string;
  what: string;
  subject: string;
  address: string;
  hash: Uint8Array;
}

/** The audit log. Others write into it within their own transaction. */
export class Audit implements Omit<AuditStore, 'add'> {
  readonly #newest: Statement<{ number: number; hash: Uint8Array }>;
  readonly #insert: Statement;
  readonly #page: Statement<Row>;
  readonly #pageBefore: Statement<Row>;
  readonly #latest: Statement<Row>;

  constructor(connection: Connection) {
    this.#newest = connection.prepare('SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1');
    this.#insert = connection.prepare(
      'INSERT INTO audit (number, at, who, what, subject, address, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const select = 'SELECT number, at, who, what, subject, address, hash FROM audit';
    this.#page = connection.prepare(`${select} WHERE number > ? ORDER BY number LIMIT ?`);
    this.#pageBefore = connection.prepare(`${select} WHERE ?1 IS NULL OR number < ?1 ORDER BY number DESC LIMIT ?2`);
    this.#latest = connection.prepare(`${select} WHERE what = ? ORDER BY number DESC LIMIT 1`);
  }

  /** Within the transaction of the act. */
  add(draft: AuditDraft): void {
    const { number, hash } = this.#newest.get() ?? { number: 0, hash: AUDIT_GENESIS };
    const { at, who, what, subject, from } = draft;
    const next = { number: number + 1, at, who, what, subject, from };
    this.#insert.run(next.number, at, who, what, subject, from, auditHash(hash, next));
  }

  async entries(after: number, limit: number): Promise<AuditEntry[]> {
    return this.#page.all(after, limit).map(entryOf);
  }

  async entriesBefore(before: number | null, limit: number): Promise<AuditEntry[]> {
    return this.#pageBefore.all(before, limit).map(entryOf);
  }

  async latest(what: string): Promise<AuditEntry | null> {
    const row = this.#latest.get(what);
    return row === undefined ? null : entryOf(row);
  }
}

function entryOf({ address, ...rest }: Row): AuditEntry {
  return { ...rest, from: address };
}
