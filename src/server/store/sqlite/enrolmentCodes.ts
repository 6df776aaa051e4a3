import type { Connection, Statement } from './connection.ts';

/** One-time codes by which machines enrol, one for a name. Others write into it within their own transaction. */
export class EnrolmentCodes {
  readonly #put: Statement;
  readonly #spend: Statement;
  readonly #removeExpired: Statement;

  constructor(connection: Connection) {
    this.#put = connection.prepare(
      `INSERT INTO enrolment_codes (name, code_hash, expires_at) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at`,
    );
    this.#spend = connection.prepare('DELETE FROM enrolment_codes WHERE name = ? AND code_hash = ? AND expires_at > ?');
    this.#removeExpired = connection.prepare('DELETE FROM enrolment_codes WHERE expires_at <= ?');
  }

  put(name: string, hash: Uint8Array, expiresAt: number): void {
    this.#put.run(name, hash, expiresAt);
  }

  /** False when that is not its open code. */
  spend(name: string, hash: Uint8Array, at: number): boolean {
    return this.#spend.run(name, hash, at) > 0;
  }

  removeExpired(at: number): void {
    this.#removeExpired.run(at);
  }
}
