import type { AccountNo, LogNo, StoredEntry } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';

/** Where an entry of a log is, and what is asked of it most. */
export interface Position {
  readonly seq: number;
  /** The entry's row. */
  readonly id: number;
  readonly kind: StoredEntry['kind'];
  readonly account: AccountNo;
  /** Counts, and is not emptied. */
  live: boolean;
}

export interface NewestEntry {
  seq: number;
  chain: Uint8Array;
  at: number;
}

interface Row extends Omit<Position, 'live'> {
  log: LogNo;
  live: number;
}

/** How many positions wait in memory before they are written. */
export const SETTLE_AT = 8192;
const NONE: readonly Position[] = [];

/**
 * The index from (log, seq) to entries. Writing it with each append would dirty a page for every log that is spoken in,
 * and cost more than the entries themselves; so the newest positions are kept in memory, and go into the table sorted,
 * many at once, with the row that says how far it is filled. Opening reads what is newer from the entries.
 */
export class Positions {
  readonly #settleAt: number;
  readonly #insert: Statement;
  readonly #setSettled: Statement;
  readonly #unsettled: Statement<Row>;
  readonly #head: Statement<NewestEntry>;
  /** The newest of each log, in order and without holes; undefined until read. */
  #recent: Map<LogNo, Position[]> | undefined;
  #count = 0;
  #lastId = 0;

  constructor(connection: Connection, settleAt: number = SETTLE_AT) {
    this.#settleAt = settleAt;
    this.#insert = connection.prepare('INSERT INTO positions (log, seq, entry, account, live) VALUES (?, ?, ?, ?, ?)');
    this.#setSettled = connection.prepare('UPDATE settled SET through = ?');
    this.#unsettled = connection.prepare(
      `SELECT id, log, seq, kind, account, counts = 1 AND payload IS NOT NULL AS live
       FROM entries WHERE id > (SELECT through FROM settled) ORDER BY id`,
    );
    this.#head = connection.prepare('SELECT seq, chain, at FROM entries WHERE id = ?');
  }

  /** Of one log, in order. */
  recent(log: LogNo): readonly Position[] {
    return this.#loaded().get(log) ?? NONE;
  }

  /** Undefined when the log's newest is in the table, or nowhere. */
  newest(log: LogNo): Position | undefined {
    return this.recent(log).at(-1);
  }

  /** The same, as the entry has it. */
  newestEntry(log: LogNo): NewestEntry | undefined {
    const newest = this.newest(log);
    return newest && this.#head.get(newest.id);
  }

  /** Undefined when it is in the table, or nowhere. */
  at(log: LogNo, seq: number): Position | undefined {
    const recent = this.recent(log);
    return recent[seq - (recent[0]?.seq ?? 0)];
  }

  /** Within the transaction that stores the entry; ids ascend. */
  add(log: LogNo, position: Position): void {
    const recent = this.#loaded();
    if (this.#count >= this.#settleAt) this.#settle(recent);
    const ofLog = recent.get(log);
    if (ofLog) ofLog.push(position);
    else recent.set(log, [position]);
    this.#count++;
    this.#lastId = position.id;
  }

  /** A transaction was undone: what is true stands in the entries. */
  forget(): void {
    this.#recent = undefined;
  }

  #settle(recent: Map<LogNo, Position[]>): void {
    for (const log of [...recent.keys()].sort((a, b) => a - b)) {
      for (const { seq, id, account, live } of recent.get(log) ?? NONE) {
        this.#insert.run(log, seq, id, account, live ? 1 : 0);
      }
    }
    this.#setSettled.run(this.#lastId);
    recent.clear();
    this.#count = 0;
  }

  #loaded(): Map<LogNo, Position[]> {
    if (this.#recent) return this.#recent;
    const recent = new Map<LogNo, Position[]>();
    this.#recent = recent;
    this.#count = 0;
    for (const { log, live, ...rest } of this.#unsettled.all()) {
      const position = { ...rest, live: live === 1 };
      const ofLog = recent.get(log);
      if (ofLog) ofLog.push(position);
      else recent.set(log, [position]);
      this.#count++;
      this.#lastId = position.id;
    }
    return recent;
  }
}
