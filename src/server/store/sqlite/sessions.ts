import type { AccountNo, AuditDraft, Began, DeviceNo, SessionStore, StoredSession } from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { Audit } from './audit.ts';
import type { Certificates } from './certificates.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

type NewSession = Parameters<SessionStore['create']>[0];

interface Row extends AccountRow {
  seen_at: number;
  expires_at: number;
  began: Began['by'] | null;
  certificate: string | null;
  ssh_key: string | null;
  confirmed: 0 | 1;
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
  readonly #seeBound: Statement;
  readonly #confirm: Statement;
  readonly #end: Statement;
  readonly #endOfAccount: Statement;
  readonly #hasKeys: Statement<{ no: AccountNo }>;
  readonly #endOthers: Statement;
  readonly #endOfDevice: Statement;
  readonly #endOfSshKey: Statement;
  readonly #removeExpired: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit, certificates: Certificates) {
    this.#queue = queue;
    this.#audit = audit;
    this.#certificates = certificates;
    this.#insert = connection.prepare(
      `INSERT INTO sessions (token_hash, account, device, created_at, seen_at, expires_at, began, certificate, ssh_key)
       VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)`,
    );
    this.#find = connection.prepare(
      `SELECT ${ACCOUNT_COLUMNS}, s.seen_at, s.expires_at, s.began, s.certificate, s.ssh_key, s.confirmed,
         d.no AS device_no, d.device, d.state AS device_state
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
    this.#seeBound = connection.prepare(
      `UPDATE devices SET seen_at = max(devices.seen_at, s.seen_at) FROM sessions s
       WHERE s.token_hash = ? AND devices.no = s.device`,
    );
    this.#confirm = connection.prepare('UPDATE sessions SET confirmed = 1 WHERE token_hash = ?');
    this.#end = connection.prepare('DELETE FROM sessions WHERE token_hash = ?');
    this.#endOfAccount = connection.prepare('DELETE FROM sessions WHERE account = ?');
    this.#hasKeys = connection.prepare('SELECT no FROM accounts WHERE no = ? AND account IS NOT NULL');
    this.#endOthers = connection.prepare('DELETE FROM sessions WHERE account = ? AND token_hash <> ?');
    this.#endOfDevice = connection.prepare('DELETE FROM sessions WHERE device = ?');
    this.#endOfSshKey = connection.prepare('DELETE FROM sessions WHERE account = ? AND ssh_key = ?');
    this.#removeExpired = connection.prepare('DELETE FROM sessions WHERE expires_at <= ?');
  }

  create({ tokenHash, account, device, began, at, expiresAt }: NewSession): Promise<void> {
    const certificate = began.by === 'certificate' ? began.certificate : null;
    const sshKey = began.by === 'ssh' ? began.sshKey : null;
    return this.#queue.run(() => {
      this.#insert.run(tokenHash, account, device, at, expiresAt, began.by, certificate, sshKey);
    });
  }

  async find(tokenHash: Uint8Array, at: number): Promise<StoredSession | undefined> {
    const row = this.#find.get(tokenHash, at);
    if (!row) return undefined;
    const { confirmed, seen_at: seenAt, expires_at: expiresAt } = row;
    const [account, device, began] = [accountOf(row), deviceOf(row), beganOf(row)];
    return { account, device, began, confirmed: confirmed === 1, seenAt, expiresAt };
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

  confirm(tokenHash: Uint8Array): Promise<void> {
    return this.#queue.run(() => {
      this.#confirm.run(tokenHash);
    });
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

  endAll(account: AccountNo, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.#endOfAccount.run(account);
      if (this.#hasKeys.get(account)) this.#certificates.revokeAll(account, audit.at);
      this.#audit.add(audit);
    });
  }

  endOfOneDevice(account: AccountNo, device: DeviceNo, audit: AuditDraft): Promise<void> {
    return this.#queue.run(() => {
      this.#endOfDevice.run(device);
      this.#certificates.revokeOfDevice(account, device, audit.at);
      this.#audit.add(audit);
    });
  }

  removeExpired(at: number): Promise<number> {
    return this.#queue.run(() => this.#removeExpired.run(at));
  }

  /** Within another's transaction, as the following. A device of another account or a removed one is not bound. */
  bindNow(tokenHash: Uint8Array, device: DeviceNo): void {
    this.#bind.run(tokenHash, device);
    this.#seeBound.run(tokenHash);
    this.#certificates.tieNow(tokenHash, device);
  }

  endOfAccount(account: AccountNo): void {
    this.#endOfAccount.run(account);
  }

  endOfDevice(device: DeviceNo): void {
    this.#endOfDevice.run(device);
  }

  endOfSshKey(account: AccountNo, fingerprint: string): void {
    this.#endOfSshKey.run(account, fingerprint);
  }
}

function deviceOf({ device_no, device, device_state }: Row): StoredSession['device'] {
  if (device_no === null || device === null || device_state === null) return null;
  return { no: device_no, device, state: device_state };
}

function beganOf({ began, certificate, ssh_key: sshKey }: Row): Began | null {
  if (began === 'certificate' && certificate !== null) return { by: began, certificate };
  if (began === 'ssh' && sshKey !== null) return { by: began, sshKey };
  return began === 'certificate' || began === 'ssh' || began === null ? null : { by: began };
}
