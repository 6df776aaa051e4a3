import type { AccountNo, AuditDraft, LinkKind, LinkStore, OpenLink } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

type NewLink = Parameters<LinkStore['create']>[0];

const ID = 'lower(hex(substr(l.token_hash, 1, 5)))';

/** One-time links. A link that is spent or has ended is not there any more. */
export class Links implements LinkStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #insert: Statement;
  readonly #removeKind: Statement;
  readonly #removeEnded: Statement;
  readonly #find: Statement<{ account: AccountNo | null }>;
  readonly #spend: Statement<{ account: AccountNo | null }>;
  readonly #removeOf: Statement;
  readonly #open: Statement<OpenLink>;
  readonly #revoke: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#insert = connection.prepare(
      'INSERT INTO links (token_hash, kind, account, created_at, expires_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#removeKind = connection.prepare('DELETE FROM links WHERE kind = ?');
    this.#removeEnded = connection.prepare('DELETE FROM links WHERE expires_at <= ?');
    this.#find = connection.prepare('SELECT account FROM links WHERE token_hash = ? AND kind = ? AND expires_at > ?');
    this.#spend = connection.prepare(
      'DELETE FROM links WHERE token_hash = ? AND kind = ? AND expires_at > ? RETURNING account',
    );
    this.#open = connection.prepare(
      `SELECT ${ID} AS id, l.kind, a.username, l.created_at AS createdAt, l.expires_at AS expiresAt
       FROM links l LEFT JOIN accounts a ON a.no = l.account WHERE l.expires_at > ? ORDER BY l.created_at DESC, id`,
    );
    this.#revoke = connection.prepare(`DELETE FROM links AS l WHERE ${ID} = ?`);
    this.#removeOf = connection.prepare('DELETE FROM links WHERE account = ?');
  }

  create({ kind, tokenHash, account, at, expiresAt }: NewLink, audit: AuditDraft | null): Promise<void> {
    return this.#queue.run(() => {
      this.#removeEnded.run(at);
      if (kind === 'setup') this.#removeKind.run(kind);
      if (kind === 'reset' && account !== null) this.#removeOf.run(account);
      this.#insert.run(tokenHash, kind, account, at, expiresAt);
      if (audit) this.#audit.add(audit);
    });
  }

  async open(at: number): Promise<OpenLink[]> {
    return this.#open.all(at).map((row) => ({ ...row }));
  }

  revoke(id: string, audit: AuditDraft): Promise<boolean> {
    return this.#queue.run(() => {
      const found = this.#revoke.run(id) > 0;
      if (found) this.#audit.add(audit);
      return found;
    });
  }

  async find(kind: LinkKind, tokenHash: Uint8Array, at: number): Promise<{ account: AccountNo | null } | undefined> {
    return this.lookUp(kind, tokenHash, at);
  }

  lookUp(kind: LinkKind, tokenHash: Uint8Array, at: number): { account: AccountNo | null } | undefined {
    const found = this.#find.get(tokenHash, kind, at);
    return found && { account: found.account };
  }

  /** Within the transaction of what the link is for. False when it is spent or has ended. */
  spend(kind: LinkKind, tokenHash: Uint8Array, at: number): boolean {
    return this.#spend.get(tokenHash, kind, at) !== undefined;
  }

  /** Within a transaction: whatever links there are for the account, nobody finds another one later. */
  removeOf(account: AccountNo): void {
    this.#removeOf.run(account);
  }
}
