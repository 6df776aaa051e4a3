import type { MachineNo, NewMachineToken, StoredMachineToken } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

interface Row {
  jti: string;
  label: string | null;
  issued_at: number;
  ends_at: number;
  revoked_at: number | null;
}

/** The tokens that machines have. Others write into it within their own transaction. */
export class MachineTokens {
  readonly #insert: Statement;
  readonly #labelled: Statement<Row>;
  readonly #revoke: Statement;
  readonly #removeExpired: Statement;

  constructor(connection: Connection) {
    this.#insert = connection.prepare(
      'INSERT INTO machine_tokens (jti, machine, label, issued_at, ends_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#labelled = connection.prepare(
      `SELECT jti, label, issued_at, ends_at, revoked_at FROM machine_tokens
       WHERE machine = ? AND ends_at > ? AND revoked_at IS NULL AND label IS NOT NULL ORDER BY issued_at DESC, jti`,
    );
    this.#revoke = connection.prepare(
      `UPDATE machine_tokens SET revoked_at = ?2
       WHERE machine = ?1 AND revoked_at IS NULL AND ends_at > ?2 AND coalesce(?3, jti) = jti`,
    );
    this.#removeExpired = connection.prepare('DELETE FROM machine_tokens WHERE ends_at <= ?');
  }

  add(machine: MachineNo, { jti, label, issuedAt, endsAt }: NewMachineToken): void {
    this.#insert.run(jti, machine, label, issuedAt, endsAt);
  }

  /** Those that an admin made and that are good at `at`. */
  labelled(machine: MachineNo, at: number): StoredMachineToken[] {
    return this.#labelled.all(machine, at).map((row) => ({
      jti: row.jti,
      label: row.label,
      issuedAt: row.issued_at,
      endsAt: row.ends_at,
      revokedAt: row.revoked_at,
    }));
  }

  /** @param jti null: all of them */
  revoke(machine: MachineNo, jti: string | null, at: number): number {
    return this.#revoke.run(machine, at, jti);
  }

  removeExpired(at: number): void {
    this.#removeExpired.run(at);
  }
}
