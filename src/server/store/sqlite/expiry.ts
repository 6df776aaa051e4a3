import type { LogNo, LogStore } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';
import type { Emptying } from './emptying.ts';
import type { Positions } from './positions.ts';

const DAY = 24 * 3600_000;
/** One transaction looks at so many logs at most, and in one of them at so many entries. */
const SLICE = { logs: 200, entries: 2000 };

interface Kept {
  log: LogNo;
  emptied: number;
  days: number;
}

interface Aged {
  seq: number;
  at: number;
}

/** Finds how far logs are older than they are kept; emptying does the rest. All of it within another's transaction. */
export class Expiry {
  readonly #emptying: Emptying;
  readonly #positions: Positions;
  readonly #kept: Statement<Kept>;
  readonly #settled: Statement<Aged>;
  readonly #at: Statement<{ at: number }>;

  constructor(connection: Connection, emptying: Emptying, positions: Positions) {
    this.#emptying = emptying;
    this.#positions = positions;
    // An account's own log, which has one member, is no conversation: it holds what the account knows of keys.
    this.#kept = connection.prepare(
      `SELECT c.log, c.emptied, min(coalesce(c.lifetime, ?2), coalesce(?2, c.lifetime)) AS days FROM conversations c
       WHERE c.log >= ?1 AND coalesce(c.lifetime, ?2) IS NOT NULL AND (
         c.log IN (SELECT log FROM rooms)
         OR c.kind = 'direct' AND (SELECT count(*) FROM members m WHERE m.log = c.log) > 1)
       ORDER BY c.log LIMIT ?3`,
    );
    this.#settled = connection.prepare(
      `SELECT p.seq, e.at FROM positions p JOIN entries e ON e.id = p.entry
       WHERE p.log = ? AND p.seq > ? ORDER BY p.seq LIMIT ?`,
    );
    this.#at = connection.prepare('SELECT at FROM entries WHERE id = ?');
  }

  /** @returns where to go on; null: that was all */
  some({ from, now, days }: Parameters<LogStore['expire']>[0]): { next: LogNo | null; emptied: boolean } {
    const logs = this.#kept.all(from, days, SLICE.logs);
    let emptied = false;
    for (const { log, emptied: before, days: kept } of logs) {
      const through = this.#lastBefore(log, before, now - kept * DAY);
      if (through === before) continue;
      this.#emptying.begin(log, through);
      emptied = true;
      if (through - before >= SLICE.entries) return { next: log, emptied };
    }
    const last = logs.at(-1);
    return { next: last && logs.length === SLICE.logs ? last.log + 1 : null, emptied };
  }

  /** Most logs have nothing that is too old: the first entry tells. */
  #lastBefore(log: LogNo, after: number, time: number): number {
    const [first] = this.#ages(log, after, 1);
    if (!first || first.at > time) return after;
    const some = this.#ages(log, after, SLICE.entries);
    const young = some.findIndex(({ at }) => at > time);
    return some.at(young === -1 ? -1 : young - 1)?.seq ?? after;
  }

  #ages(log: LogNo, after: number, limit: number): Aged[] {
    const settled = this.#settled.all(log, after, limit);
    const recent = this.#positions.recent(log).filter(({ seq }) => seq > after);
    const newer = recent.slice(0, limit - settled.length);
    return [...settled, ...newer.map(({ seq, id }) => ({ seq, at: this.#at.get(id)?.at ?? Infinity }))];
  }
}
