import type { AccountNo, MembersMoved, LogNo, MachineNo } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';
import type { Heads } from './heads.ts';

/** Whether an account follows the machine ?2. */
const follows = (account: string): string =>
  `coalesce((SELECT follows FROM followers WHERE machine = ?2 AND account = ${account}),
     (SELECT everyone FROM machines WHERE no = ?2)) = 1`;

/** The members of logs of alerts: whoever follows the machine. All of it within another's transaction. */
export class AlertMembers {
  readonly #heads: Heads;
  readonly #logOf: Statement<{ log: LogNo; conversation: string }>;
  readonly #open: Statement<{ machine: MachineNo }>;
  readonly #join: Statement<{ account: AccountNo }>;
  readonly #leave: Statement<{ account: AccountNo }>;
  readonly #unhide: Statement;

  constructor(connection: Connection, heads: Heads) {
    this.#heads = heads;
    this.#logOf = connection.prepare(
      'SELECT a.log, c.conversation FROM alerts a JOIN conversations c ON c.log = a.log WHERE a.machine = ?',
    );
    this.#open = connection.prepare(
      'SELECT a.machine FROM alerts a JOIN machines m ON m.no = a.machine WHERE m.everyone = 1',
    );
    this.#join = connection.prepare(
      `INSERT INTO members (log, account, role, joined_at, opened, delivered, read, cleared)
       SELECT ?1, a.no, 'member', ?4, 0, ?5, ?5, ?5 FROM accounts a
       WHERE a.no > 0 AND a.state <> 'removed' AND coalesce(?3, a.no) = a.no AND ${follows('a.no')}
       ON CONFLICT DO NOTHING RETURNING account`,
    );
    this.#leave = connection.prepare(
      `DELETE FROM members WHERE log = ?1 AND coalesce(?3, account) = account AND NOT ${follows('members.account')}
       RETURNING account`,
    );
    this.#unhide = connection.prepare(
      'DELETE FROM hidden WHERE log = ?1 AND account NOT IN (SELECT account FROM members WHERE log = ?1)',
    );
  }

  logOf(machine: MachineNo): { log: LogNo; conversation: string } | undefined {
    return this.#logOf.get(machine);
  }

  /**
   * After somebody began or stopped to follow; whoever joins has nothing of what was there before.
   * @param account null: anybody may have
   */
  follow(machine: MachineNo, at: number, account: AccountNo | null = null): MembersMoved | null {
    const found = this.#logOf.get(machine);
    if (!found) return null;
    const { log, conversation } = found;
    const left = this.#leave.all(log, machine, account).map((row) => row.account);
    if (left.length > 0) this.#unhide.run(log);
    const joined = this.#join.all(log, machine, account, at, this.#heads.of(log).seq).map((row) => row.account);
    return { conversation, joined, left };
  }

  /** Within the transaction that makes an account: it follows what is open to everyone. */
  begin(account: AccountNo, at: number): void {
    for (const { machine } of this.#open.all()) this.follow(machine, at, account);
  }
}
