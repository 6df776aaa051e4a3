import type { AccountNo, AuditDraft, DeviceNo, SessionStore, StoredSession } from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { Audit } from './audit.ts';
import type { Certificates } from './certificates.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

type NewSession = Parameters<SessionStore['create']>[0];

interface Row extends AccountRow {
  seen_at: number;
  expires_at: number;
  certificate: string | null;
  device_no: DeviceNo | null;
  device: string | null;
  device_state: 'live' | 'suspended' | null;
}

export class Sessions implements SessionStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #certificates: Certificates;
  readonly #insert: Statement;
  readonly #find: Statement<Row>;
  readonly #touch: Statement;
  readonly #touchDevice: Statement;
  readonly #bind: Statement;
  readonly #end: Statement;
  readonly #endOfAccount: Statement;
  readonly #endOthers: Statement;
  readonly #endOfDevice: Statement;
  readonly #removeExpired: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit, certificates: Certificates) {
    this.#queue = queue;
    this.#audit = audit;
    this.#certificates = certificates;
    this.#insert = connection.prepare(
      `INSERT INTO sessions (token_hash, account, device, created_at, seen_at, expires_at, certificate)
       VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)`,
    );
    this.#find = connection.prepare(
      `SELECT ${ACCOUNT_COLUMNS}, s.seen_at, s.expires_at, s.certificate, d.no AS device_no, d.device, d.state AS device_state
       FROM sessions s JOIN accounts a ON a.no = s.account LEFT JOIN devices d ON d.no = s.device
       WHERE s.token_hash = ? AND s.expires_at > ?`,
    );
    this.#touch = connection.prepare(
      'UPDATE sessions SET seen_at = max(seen_at, ?2), expires_at = max(expires_at, ?3) WHERE token_hash = ?1',
    );
    this.#touchDevice = connection.prepare(
      `UPDATE devices SET seen_at = max(seen_at, ?2)
       WHERE no = (SELECT device FROM sessions WHERE token_hash = ?1)`,
    );
    this.#bind = connection.prepare(
      `UPDATE sessions SET device = ?2 WHERE token_hash = ?1
       AND account = (SELECT account FROM devices WHERE no = ?2 AND state <> 'removed')`,
    );
    this.#end = connection.prepare('DELETE FROM sessions WHERE token_hash = ?');
    this.#endOfAccount = connection.prepare('DELETE FROM sessions WHERE account = ?');
    this.#endOthers = connection.prepare('DELETE FROM sessions WHERE account = ? AND token_hash <> ?');
    this.#endOfDevice = connection.prepare('DELETE FROM sessions WHERE device = ?');
    this.#removeExpired = connection.prepare('DELETE FROM sessions WHERE expires_at <= ?');
  }

  create({ tokenHash, account, device, certificate, at, expiresAt }: NewSession): Promise<void> {
    return this.#queue.run(() => {
      this.#insert.run(tokenHash, account, device, at, expiresAt, certificate ?? null);
    });
  }

  async find(tokenHash: Uint8Array, at: number): Promise<StoredSession | undefined> {
    const row = this.#find.get(tokenHash, at);
    if (!row) return undefined;
    const { certificate, seen_at: seenAt, expires_at: expiresAt } = row;
    return { account: accountOf(row), device: deviceOf(row), certificate, seenAt, expiresAt };
  }

  touch(tokenHash: Uint8Array, at: number, expiresAt: number): Promise<void> {
    return this.#queue.run(() => {
      this.#touch.run(tokenHash, at, expiresAt);
      this.#touchDevice.run(tokenHash, at);
    });
  }

  bind(tokenHash: Uint8Array, device: DeviceNo): Promise<void> {
    return this.#queue.run(() => this.bindNow(tokenHash, device));
  }

  end(tokenHash: Uint8Array): Promise<void> {
    return this.#queue.run(() => {
      this.#end.run(tokenHash);
    });
  }

  endOthers(account: AccountNo, except: Uint8Array, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.#endOthers.run(account, except);
      this.#certificates.revokeOthers(account, except, audit.at);
      this.#audit.add(audit);
    });
  }

  removeExpired(at: number): Promise<number> {
    return this.#queue.run(() => this.#removeExpired.run(at));
  }

  /** Within another's transaction, as the following. A device of another account or a removed one is not bound. */
  bindNow(tokenHash: Uint8Array, device: DeviceNo): void {
    this.#bind.run(tokenHash, device);
    this.#certificates.tieNow(tokenHash, device);
  }

  endOfAccount(account: AccountNo): void {
    this.#endOfAccount.run(account);
  }

  endOfDevice(device: DeviceNo): void {
    this.#endOfDevice.run(device);
  }
}

function deviceOf({ device_no, device, device_state }: Row): StoredSession['device'] {
  if (device_no === null || device === null || device_state === null) return null;
  return { no: device_no, device, state: device_state };
}
