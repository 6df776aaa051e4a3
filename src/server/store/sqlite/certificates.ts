import type {
  AccountNo,
  AuditDraft,
  CertificateStore,
  DeviceNo,
  NewCertificate,
  StoredCertificate,
} from '../../core/ports.ts';
import type { Audit } from './audit.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import { prepareStanding, type Standing } from './standing.ts';

type Adding = Parameters<CertificateStore['add']>[0];

interface Row {
  account: AccountNo;
  serial: string;
  key_hash: Uint8Array;
  label: string;
  device: DeviceNo | null;
  issued_at: number;
  ends_at: number;
  revoked_at: number | null;
}

export class Certificates implements CertificateStore {
  readonly #queue: CommitQueue;
  readonly #audit: Audit;
  readonly #insert: Statement;
  readonly #bySerial: Statement<Row>;
  readonly #ofAccount: Statement<Row>;
  readonly #deviceOf: Statement<{ device: DeviceNo | null }>;
  readonly #tie: Statement;
  readonly #stands: Standing;
  readonly #isGood: Statement<{ found: number }>;
  readonly #revoke: Statement;
  readonly #revokeAll: Statement;
  readonly #revokeOthers: Statement;
  readonly #revokeOfDevice: Statement;
  readonly #revokeOfSshKey: Statement;
  readonly #endSessions: Statement;

  constructor(connection: Connection, queue: CommitQueue, audit: Audit) {
    this.#queue = queue;
    this.#audit = audit;
    this.#insert = connection.prepare(
      `INSERT INTO certificates (serial, account, key_hash, label, device, issued_at, ends_at, asked_in,
         asked_with, asked_with_key)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
         (SELECT certificate FROM sessions WHERE token_hash = ?9), (SELECT ssh_key FROM sessions WHERE token_hash = ?9))`,
    );
    const select = 'SELECT account, serial, key_hash, label, device, issued_at, ends_at, revoked_at FROM certificates';
    this.#bySerial = connection.prepare(`${select} WHERE serial = ?`);
    this.#ofAccount = connection.prepare(
      `${select} WHERE account = ? AND revoked_at IS NULL AND ends_at > ? ORDER BY issued_at DESC, serial`,
    );
    this.#stands = prepareStanding(connection);
    const ownOf = 'SELECT c.device, c.key_hash FROM sessions s JOIN certificates c ON c.serial = s.certificate';
    this.#deviceOf = connection.prepare(`${ownOf} WHERE s.token_hash = ?`);
    this.#tie = connection.prepare(
      `UPDATE certificates SET device = ?2, asked_in = NULL
       WHERE (device IS NULL OR device = ?2) AND account = (SELECT account FROM sessions WHERE token_hash = ?1 AND device = ?2)
       AND (asked_in = ?1 OR key_hash = (SELECT key_hash FROM (${ownOf} WHERE s.token_hash = ?1)))`,
    );
    const revoke = 'UPDATE certificates SET revoked_at = ?2 WHERE revoked_at IS NULL AND account = ?1';
    this.#isGood = connection.prepare(
      `SELECT EXISTS (SELECT 1 FROM certificates
         WHERE serial = ? AND account = ? AND ends_at > ? AND revoked_at IS NULL) AS found`,
    );
    const ownOfAsking = '(SELECT certificate FROM sessions WHERE token_hash = ?4)';
    this.#revoke = connection.prepare(`${revoke} AND serial IN ${withWhatFollows('SELECT ?3', ownOfAsking)}`);
    const ofSshKey = 'SELECT serial FROM certificates WHERE account = ?1 AND asked_with_key = ?3';
    this.#revokeOfSshKey = connection.prepare(`${revoke} AND serial IN ${withWhatFollows(ofSshKey, 'NULL')}`);
    this.#revokeAll = connection.prepare(revoke);
    this.#revokeOthers = connection.prepare(
      `${revoke} AND serial IS NOT (SELECT certificate FROM sessions WHERE token_hash = ?3)
       AND (device IS NULL OR asked_in IS NOT NULL
         OR device IS NOT (SELECT device FROM sessions WHERE token_hash = ?3))`,
    );
    this.#revokeOfDevice = connection.prepare(`${revoke} AND device = ?3`);
    this.#endSessions = connection.prepare(
      `DELETE FROM sessions WHERE account = ?
       AND certificate IN (SELECT serial FROM certificates WHERE revoked_at IS NOT NULL)`,
    );
  }

  add({ account, certificate, session, most, audit }: Adding): Promise<'stored' | 'unauthenticated' | 'too_many'> {
    return this.#queue.run(() => {
      const { issuedAt } = certificate;
      if (!this.#stands(session, account, issuedAt)) return 'unauthenticated';
      if (this.#ofAccount.all(account, issuedAt).length >= most) return 'too_many';
      const device = certificate.device ?? this.#deviceOf.get(session)?.device ?? null;
      this.#add(account, { ...certificate, device }, session, certificate.device === null ? session : null);
      this.#audit.add(audit);
      return 'stored';
    });
  }

  async bySerial(serial: string): Promise<StoredCertificate | undefined> {
    const row = this.#bySerial.get(serial);
    return row && certificateOf(row);
  }

  async of(account: AccountNo, at: number): Promise<StoredCertificate[]> {
    return this.#ofAccount.all(account, at).map(certificateOf);
  }

  revoke(account: AccountNo, serial: string, session: Uint8Array, audit: AuditDraft): Promise<boolean> {
    return this.#queue.run(() => {
      if (this.#isGood.get(serial, account, audit.at)?.found !== 1) return false;
      this.#revoke.run(account, audit.at, serial, session);
      this.#endSessions.run(account);
      this.#audit.add(audit);
      return true;
    });
  }

  /** Within another's transaction, as the following. */
  addNow(account: AccountNo, certificate: NewCertificate): void {
    this.#add(account, certificate, null, null);
  }

  /** The session has come to be on that device: what it asked for before, and the key that it began with, are the device's. */
  tieNow(session: Uint8Array, device: DeviceNo): void {
    this.#tie.run(session, device);
  }

  revokeAll(account: AccountNo, at: number): void {
    this.#revokeAll.run(account, at);
    this.#endSessions.run(account);
  }

  /** All but the one by which the session came in, and those that its device asked for. */
  revokeOthers(account: AccountNo, session: Uint8Array, at: number): void {
    this.#revokeOthers.run(account, at, session);
    this.#endSessions.run(account);
  }

  revokeOfDevice(account: AccountNo, device: DeviceNo, at: number): void {
    this.#revokeOfDevice.run(account, at, device);
    this.#endSessions.run(account);
  }

  /** What was asked for in sessions that began with that SSH key, and what follows from it. */
  revokeOfSshKey(account: AccountNo, fingerprint: string, at: number): void {
    this.#revokeOfSshKey.run(account, at, fingerprint);
    this.#endSessions.run(account);
  }

  /** @param askedIn the session, as long as it is on no device */
  #add(account: AccountNo, certificate: NewCertificate, session: Uint8Array | null, askedIn: Uint8Array | null): void {
    const { serial, keyHash, label, device, issuedAt, endsAt } = certificate;
    this.#insert.run(serial, account, keyHash, label, device, issuedAt, endsAt, askedIn, session);
  }
}

/** These, what was asked for in sessions that began with one of them, and so on; but not `kept`, nor what follows from it. */
function withWhatFollows(these: string, kept: string): string {
  return `(WITH RECURSIVE ending (serial) AS (
      ${these}
      UNION SELECT c.serial FROM certificates c JOIN ending e ON c.asked_with = e.serial WHERE c.serial IS NOT ${kept}
    ) SELECT serial FROM ending)`;
}

function certificateOf(row: Row): StoredCertificate {
  return {
    account: row.account,
    serial: row.serial,
    keyHash: row.key_hash,
    label: row.label,
    device: row.device,
    issuedAt: row.issued_at,
    endsAt: row.ends_at,
    revokedAt: row.revoked_at,
  };
}
