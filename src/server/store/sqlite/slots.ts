import type { AccountNo, AskedSlot, SlotStore } from '../../core/ports.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';

export class Slots implements SlotStore {
  readonly #queue: CommitQueue;
  readonly #has: Statement<{ one: number }>;
  readonly #ask: Statement;
  readonly #asked: Statement<AskedSlot>;
  readonly #put: Statement<{ log: number }>;

  constructor(connection: Connection, queue: CommitQueue) {
    this.#queue = queue;
    this.#has = connection.prepare('SELECT 1 AS one FROM slots WHERE log = ? AND number = ? AND account = ?');
    this.#ask = connection.prepare(
      `INSERT INTO resealed_slots (log, number, account, asked_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (log, number, account)
       DO UPDATE SET asked_at = excluded.asked_at, generation = NULL, sealed = NULL`,
    );
    this.#asked = connection.prepare(
      `SELECT c.conversation, r.number, a.account FROM resealed_slots r
       JOIN slots s ON s.log = r.log AND s.number = r.number AND s.account = ?1
       JOIN members m ON m.log = r.log AND m.account = ?1
       JOIN conversations c ON c.log = r.log JOIN accounts a ON a.no = r.account
       WHERE r.sealed IS NULL ORDER BY r.asked_at, r.log, r.number LIMIT ?2`,
    );
    this.#put = connection.prepare(
      `UPDATE resealed_slots SET generation = ?4, sealed = ?5
       WHERE log = ?1 AND number = ?2 AND account = ?3 AND sealed IS NULL RETURNING log`,
    );
  }

  ask({ log, number, account, at }: Parameters<SlotStore['ask']>[0]): Promise<boolean> {
    return this.#queue.run(() => {
      if (!this.#has.get(log, number, account)) return false;
      this.#ask.run(log, number, account, at);
      return true;
    });
  }

  async asked(account: AccountNo, limit: number): Promise<AskedSlot[]> {
    return this.#asked.all(account, limit).map((row) => ({ ...row }));
  }

  put({ log, number, account, by, generation, sealed }: Parameters<SlotStore['put']>[0]): Promise<boolean> {
    return this.#queue.run(() => {
      if (!this.#has.get(log, number, by)) return false;
      return this.#put.get(log, number, account, generation, sealed) !== undefined;
    });
  }
}
