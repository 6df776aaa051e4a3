import { logLink } from '../../../protocol/log.ts';
import type { AccountNo, DeviceNo, LogNo, StoredEntry } from '../../core/ports.ts';
import { sha256 } from './bytes.ts';
import type { Connection, Statement } from './connection.ts';
import type { Heads } from './heads.ts';

export interface NewEntry {
  readonly log: LogNo;
  readonly kind: StoredEntry['kind'];
  readonly account: AccountNo;
  readonly device: DeviceNo;
  readonly messageId: Uint8Array | null;
  readonly counts: boolean;
  readonly payload: Uint8Array;
  readonly at: number;
}

interface Row {
  seq: number;
  kind: StoredEntry['kind'];
  at: number;
  account: string | null;
  account_no: AccountNo;
  device: string | null;
  counts: number;
  payload: Uint8Array | null;
  hash: Uint8Array;
  chain: Uint8Array;
}

/** The rows of entries and their places in the logs; all writing happens within another's transaction. */
export class Entries {
  readonly #heads: Heads;
  readonly #insert: Statement<{ id: number }>;
  readonly #place: Statement;
  readonly #newestId: Statement<{ id: number }>;
  readonly #stored: Statement<{ seq: number; at: number; hash: Uint8Array }>;
  readonly #at: Statement<{ id: number; kind: StoredEntry['kind']; account: AccountNo }>;
  readonly #empty: Statement;
  readonly #unplace: Statement;
  readonly #emptyThrough: Statement;
  readonly #unplaceThrough: Statement;
  readonly #after: Statement<Row>;
  readonly #before: Statement<Row>;
  #lastId: number | undefined;

  constructor(connection: Connection, heads: Heads) {
    this.#heads = heads;
    this.#insert = connection.prepare(
      `INSERT INTO entries (id, log, seq, kind, account, device, message_id, counts, at, payload, hash, chain)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#place = connection.prepare('INSERT INTO positions (log, seq, entry, account, live) VALUES (?, ?, ?, ?, ?)');
    this.#newestId = connection.prepare('SELECT coalesce(max(id), 0) AS id FROM entries');
    this.#stored = connection.prepare(
      'SELECT seq, at, hash FROM entries WHERE message_id = ? AND device = ? AND log = ?',
    );
    this.#at = connection.prepare(
      `SELECT e.id, e.kind, e.account FROM positions p JOIN entries e ON e.id = p.entry
       WHERE p.log = ? AND p.seq = ?`,
    );
    this.#empty = connection.prepare('UPDATE entries SET payload = NULL WHERE id = ?');
    this.#unplace = connection.prepare('UPDATE positions SET live = 0 WHERE log = ? AND seq = ?');
    this.#emptyThrough = connection.prepare(
      `UPDATE entries SET payload = NULL
       WHERE id IN (SELECT entry FROM positions WHERE log = ? AND seq <= ?)
         AND kind = 'message' AND payload IS NOT NULL`,
    );
    this.#unplaceThrough = connection.prepare('UPDATE positions SET live = 0 WHERE log = ? AND seq <= ? AND live = 1');
    const select = `SELECT e.seq, e.kind, e.at, a.account, e.account AS account_no, d.device, e.counts, e.payload, e.hash, e.chain
       FROM positions p JOIN entries e ON e.id = p.entry JOIN accounts a ON a.no = e.account
       LEFT JOIN devices d ON d.no = e.device`;
    this.#after = connection.prepare(`${select} WHERE p.log = ? AND p.seq > ? ORDER BY p.seq LIMIT ?`);
    this.#before = connection.prepare(`${select} WHERE p.log = ? AND p.seq < ? ORDER BY p.seq DESC LIMIT ?`);
  }

  /** With the log's next seq. Undefined when its message id is stored already. */
  add(entry: NewEntry): { id: number; seq: number; hash: Uint8Array } | undefined {
    const { log, kind, account, device, messageId, counts, payload, at } = entry;
    const head = this.#heads.of(log);
    const seq = head.seq + 1;
    const hash = sha256(payload);
    const chain = sha256(logLink(head.chain, seq, hash));
    const id = (this.#lastId ?? this.#newestId.get()?.id ?? 0) + 1;
    const live = counts ? 1 : 0;
    const added = this.#insert.run(id, log, seq, kind, account, device, messageId, live, at, payload, hash, chain);
    if (added === 0) return undefined;
    this.#place.run(log, seq, id, account, live);
    this.#lastId = id;
    head.seq = seq;
    head.chain = chain;
    return { id, seq, hash };
  }

  stored(
    log: LogNo,
    device: DeviceNo,
    messageId: Uint8Array,
  ): { seq: number; at: number; hash: Uint8Array } | undefined {
    return this.#stored.get(messageId, device, log);
  }

  at(log: LogNo, seq: number): { id: number; kind: StoredEntry['kind']; account: AccountNo } | undefined {
    return this.#at.get(log, seq);
  }

  empty(log: LogNo, seq: number, id: number): void {
    this.#empty.run(id);
    this.#unplace.run(log, seq);
  }

  /** Messages only: records of epochs stay. */
  emptyThrough(log: LogNo, seq: number): void {
    this.#emptyThrough.run(log, seq);
    this.#unplaceThrough.run(log, seq);
  }

  after(log: LogNo, seq: number, limit: number): StoredEntry[] {
    return this.#after.all(log, seq, limit).map(entryOf);
  }

  /** The last ones before `seq`, ascending. */
  before(log: LogNo, seq: number, limit: number): StoredEntry[] {
    return this.#before.all(log, seq, limit).reverse().map(entryOf);
  }

  forget(): void {
    this.#lastId = undefined;
  }
}

function entryOf({ account, account_no, counts, ...rest }: Row): StoredEntry {
  return { ...rest, account: account ?? '', accountNo: account_no, counts: counts === 1 };
}
