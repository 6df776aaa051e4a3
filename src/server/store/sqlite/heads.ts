import { LOG_GENESIS } from '../../../protocol/log.ts';
import type { AccountNo, LogNo } from '../../core/ports.ts';
import type { Connection, Statement } from './connection.ts';
import type { Positions } from './positions.ts';

/** What the next append to a log needs to know. */
export interface Head {
  readonly kind: 'direct' | 'group' | 'room';
  readonly sealed: boolean;
  seq: number;
  chain: Uint8Array;
  epoch: number;
  epochHash: Uint8Array | null;
  epochPassed: boolean;
}

interface Row {
  kind: Head['kind'];
  sealed: number;
  epoch: number;
  epoch_hash: Uint8Array | null;
  epoch_passed: number;
}

const REMEMBERED = 50_000;

/** The logs' heads in memory: true because there is one writer, and forgotten whenever a transaction is undone. */
export class Heads {
  readonly #known = new Map<LogNo, Head>();
  readonly #positions: Positions;
  readonly #conversation: Statement<Row>;
  readonly #newestSettled: Statement<{ seq: number; chain: Uint8Array }>;
  readonly #passEpochs: Statement;

  constructor(connection: Connection, positions: Positions) {
    this.#positions = positions;
    this.#conversation = connection.prepare(
      'SELECT kind, sealed, epoch, epoch_hash, epoch_passed FROM conversations WHERE log = ?',
    );
    this.#newestSettled = connection.prepare(
      `SELECT p.seq, e.chain FROM positions p JOIN entries e ON e.id = p.entry
       WHERE p.log = ? ORDER BY p.seq DESC LIMIT 1`,
    );
    this.#passEpochs = connection.prepare(
      `UPDATE conversations SET epoch_passed = 1
       WHERE epoch > 0 AND log IN (SELECT log FROM members WHERE account = ?)`,
    );
  }

  /**
   * Whoever appends changes it, within the transaction.
   * @throws Error when there is no such log
   */
  of(log: LogNo): Head {
    const known = this.#known.get(log);
    if (known) return known;
    const row = this.#conversation.get(log);
    if (!row) throw new Error(`there is no log ${log}`);
    const { seq, chain } = this.#positions.newestEntry(log) ??
      this.#newestSettled.get(log) ?? { seq: 0, chain: LOG_GENESIS };
    const { kind, sealed, epoch, epoch_hash: epochHash, epoch_passed: passed } = row;
    const head = { kind, sealed: sealed === 1, seq, chain, epoch, epochHash, epochPassed: passed === 1 };
    if (this.#known.size >= REMEMBERED) this.forget();
    this.#known.set(log, head);
    return head;
  }

  /** Within the transaction of a removal. */
  passEpochsOf(account: AccountNo): void {
    this.#passEpochs.run(account);
    this.forget();
  }

  forget(): void {
    this.#known.clear();
  }
}
