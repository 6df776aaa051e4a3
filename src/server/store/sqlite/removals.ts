import type { AccountNo, LogNo } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';
import type { Heads } from './heads.ts';
import type { Positions } from './positions.ts';

/** What an account leaves behind that goes at once. Sessions go before the certificates that they began with. */
const WHAT_GOES = [
  'DELETE FROM sessions WHERE account = ?',
  'DELETE FROM certificates WHERE account = ?',
  'DELETE FROM ssh_keys WHERE account = ?',
  'DELETE FROM links WHERE account = ?',
  'DELETE FROM opaque_records WHERE account = ?',
  'DELETE FROM vaults WHERE account = ?',
  'DELETE FROM account_keys WHERE account = ?',
  'DELETE FROM followers WHERE account = ?',
  'DELETE FROM thread_answerers WHERE account = ?',
  'DELETE FROM hidden WHERE account = ?',
  'DELETE FROM device_cursors WHERE device IN (SELECT no FROM devices WHERE account = ?)',
  "UPDATE devices SET state = 'removed', label = '' WHERE account = ?",
  // Conversations of two stay: the other is still in them.
  "DELETE FROM members WHERE account = ? AND log IN (SELECT log FROM conversations WHERE kind = 'room')",
  "UPDATE accounts SET state = 'removed', role = 'member', display_name = '' WHERE no = ?",
];

/** So much is looked through, and overwritten, in one transaction at most. */
const SLICE = { seqs: 4096, entries: 256, bytes: 256 * 1024 };

interface Next {
  account: AccountNo;
  log: LogNo;
  seq: number;
}

/** Accounts that are removed, and what they wrote, which is overwritten a slice at a time. All of it within another's transaction. */
export class Removals {
  readonly #heads: Heads;
  readonly #positions: Positions;
  readonly #whatGoes: readonly Statement[];
  readonly #begin: Statement;
  readonly #next: Statement<Next>;
  readonly #settled: Statement<{ seq: number; id: number }>;
  readonly #size: Statement<{ size: number }>;
  readonly #empty: Statement;
  readonly #dead: Statement;
  readonly #removeResealed: Statement;
  readonly #removeSlots: Statement;
  readonly #reached: Statement;
  readonly #done: Statement;

  constructor(connection: Connection, heads: Heads, positions: Positions) {
    this.#heads = heads;
    this.#positions = positions;
    this.#whatGoes = WHAT_GOES.map((sql) => connection.prepare(sql));
    // Also rooms that it has left.
    this.#begin = connection.prepare(
      `INSERT INTO removals (account, log, seq)
       SELECT ?1, log, 0 FROM (SELECT log FROM members WHERE account = ?1 UNION SELECT log FROM rooms)`,
    );
    this.#next = connection.prepare('SELECT account, log, seq FROM removals ORDER BY account, log LIMIT 1');
    this.#settled = connection.prepare(
      `SELECT seq, entry AS id FROM positions WHERE log = ? AND seq > ? AND seq <= ? AND account = ?
       ORDER BY seq LIMIT ?`,
    );
    this.#size = connection.prepare(
      "SELECT length(payload) AS size FROM entries WHERE id = ? AND kind = 'message' AND payload IS NOT NULL",
    );
    this.#empty = connection.prepare('UPDATE entries SET payload = NULL WHERE id = ?');
    this.#dead = connection.prepare('UPDATE positions SET live = 0 WHERE log = ? AND seq = ?');
    this.#removeResealed = connection.prepare('DELETE FROM resealed_slots WHERE log = ? AND account = ?');
    this.#removeSlots = connection.prepare('DELETE FROM slots WHERE log = ? AND account = ?');
    this.#reached = connection.prepare('UPDATE removals SET seq = ? WHERE account = ? AND log = ?');
    this.#done = connection.prepare('DELETE FROM removals WHERE account = ? AND log = ?');
  }

  /** The account is gone by this, but for its name, its chain, and its place in conversations of two. */
  remove(account: AccountNo): void {
    this.#begin.run(account);
    for (const statement of this.#whatGoes) statement.run(account);
  }

  get unfinished(): boolean {
    return this.#next.get() !== undefined;
  }

  overwriteSome(): void {
    const next = this.#next.get();
    if (!next) return;
    const { account, log, seq } = next;
    const head = this.#heads.of(log).seq;
    const through = Math.min(head, seq + SLICE.seqs);
    const reached = this.#overwrite(log, this.#some(next, through)) ?? through;
    if (reached < head) return void this.#reached.run(reached, account, log);
    this.#removeResealed.run(log, account);
    this.#removeSlots.run(log, account);
    this.#done.run(account, log);
  }

  /** Its entries, up to there at most. */
  #some({ account, log, seq }: Next, through: number): { seq: number; id: number }[] {
    const settled = this.#settled.all(log, seq, through, account, SLICE.entries);
    const recent = this.#positions
      .recent(log)
      .filter((position) => position.account === account && position.seq > seq && position.seq <= through);
    return [...settled, ...recent].slice(0, SLICE.entries);
  }

  /** Answers the last seq that was; undefined when all of them were. */
  #overwrite(log: LogNo, some: readonly { seq: number; id: number }[]): number | undefined {
    let bytes = 0;
    for (const [at, { seq, id }] of some.entries()) {
      bytes += this.#overwriteOne(log, seq, id);
      if (at === SLICE.entries - 1 || bytes >= SLICE.bytes) return seq;
    }
    return undefined;
  }

  /** Answers how long it was. */
  #overwriteOne(log: LogNo, seq: number, id: number): number {
    const size = this.#size.get(id)?.size;
    if (size === undefined) return 0;
    this.#empty.run(id);
    const recent = this.#positions.at(log, seq);
    if (recent) recent.live = false;
    else this.#dead.run(log, seq);
    return size;
  }
}
