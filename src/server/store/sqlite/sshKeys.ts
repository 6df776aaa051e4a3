import type { AccountNo, AuditDraft, NewSshKey, SshKeyStore, StoredSshKey } from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { Certificates } from './certificates.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Sessions } from './sessions.ts';

interface Row {
  fingerprint: string;
  public_key: string;
  label: string;
  added_at: number;
  used_at: number | null;
}

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly certificates: Certificates;
}

export class SshKeys implements SshKeyStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #sessions: Sessions;
  readonly #certificates: Certificates;
  readonly #insert: Statement;
  readonly #ofAccount: Statement<Row>;
  readonly #remove: Statement;
  readonly #removeAll: Statement;
  readonly #use: Statement;

  constructor({ connection, queue, audit, sessions, certificates }: Given) {
    this.#queue = queue;
    this.#audit = audit;
    this.#sessions = sessions;
    this.#certificates = certificates;
    this.#insert = connection.prepare(
      'INSERT INTO ssh_keys (account, fingerprint, public_key, label, added_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#ofAccount = connection.prepare(
      `SELECT fingerprint, public_key, label, added_at, used_at FROM ssh_keys WHERE account = ?
       ORDER BY added_at, fingerprint`,
    );
    this.#remove = connection.prepare('DELETE FROM ssh_keys WHERE account = ? AND fingerprint = ?');
    this.#removeAll = connection.prepare('DELETE FROM ssh_keys WHERE account = ?');
    this.#use = connection.prepare('UPDATE ssh_keys SET used_at = ? WHERE account = ? AND fingerprint = ?');
  }

  add(account: AccountNo, key: NewSshKey, most: number, audit: AuditDraft): Promise<'stored' | 'known' | 'too_many'> {
    return this.#queue.run(() => {
      const there = this.#ofAccount.all(account);
      if (there.some(({ fingerprint }) => fingerprint === key.fingerprint)) return 'known';
      if (there.length >= most) return 'too_many';
      this.#insert.run(account, key.fingerprint, key.publicKey, key.label, key.addedAt);
      this.#audit.add(audit);
      return 'stored';
    });
  }

  async of(account: AccountNo): Promise<StoredSshKey[]> {
    return this.#ofAccount.all(account).map(({ fingerprint, public_key, label, added_at, used_at }) => ({
      fingerprint,
      publicKey: public_key,
      label,
      addedAt: added_at,
      usedAt: used_at,
    }));
  }

  remove(account: AccountNo, fingerprint: string, audit: AuditDraft): Promise<boolean> {
    return this.#queue.run(() => {
      if (this.#remove.run(account, fingerprint) === 0) return false;
      this.#sessions.endOfSshKey(account, fingerprint);
      this.#certificates.revokeOfSshKey(account, fingerprint, audit.at);
      this.#audit.add(audit);
      return true;
    });
  }

  used(account: AccountNo, fingerprint: string, at: number): Promise<boolean> {
    return this.#queue.run(() => this.#use.run(at, account, fingerprint) > 0);
  }

  /** Within another's transaction. */
  removeAll(account: AccountNo): void {
    this.#removeAll.run(account);
  }
}
