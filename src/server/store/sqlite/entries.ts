import { createLogLink } from '../../../protocol/log.ts';
import type { AccountNo, DeviceNo, LogNo, StoredEntry } from '../../core/ports.ts';
import { sha256 } from './bytes.ts';
import type { Connection, Statement } from './connection.ts';
import type { Emptying } from './emptying.ts';
import type { Heads } from './heads.ts';
import type { Position, Positions } from './positions.ts';

export interface NewEntry {
  readonly log: LogNo;
  readonly kind: StoredEntry['kind'];
  readonly account: AccountNo;
  readonly device: DeviceNo | null;
  readonly messageId: Uint8Array | null;
  readonly counts: boolean;
  readonly payload: Uint8Array;
  readonly at: number;
}

/** Whose an entry is. */
type Owned = Pick<Position, 'id' | 'kind' | 'account'>;

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

/** The rows of entries; all writing happens within another's transaction. */
export class Entries {
  readonly #heads: Heads;
  readonly #positions: Positions;
  readonly #emptying: Emptying;
  readonly #insert: Statement;
  readonly #newestId: Statement<{ id: number }>;
  readonly #stored: Statement<{ seq: number; at: number; hash: Uint8Array; chain: Uint8Array }>;
  readonly #settledAt: Statement<Owned>;
  readonly #identity: Statement<{ messageId: Uint8Array; hash: Uint8Array }>;
  readonly #empty: Statement;
  readonly #settledDead: Statement;
  readonly #byId: Statement<Row>;
  readonly #named: Statement<Row>;
  readonly #settledAfter: Statement<Row>;
  readonly #settledBefore: Statement<Row>;
  readonly #logLink = createLogLink();
  #lastId: number | undefined;

  constructor(connection: Connection, heads: Heads, positions: Positions, emptying: Emptying) {
    this.#heads = heads;
    this.#positions = positions;
    this.#emptying = emptying;
    this.#insert = connection.prepare(
      `INSERT INTO entries (id, log, seq, kind, account, device, message_id, counts, at, payload, hash, chain)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#newestId = connection.prepare('SELECT coalesce(max(id), 0) AS id FROM entries');
    this.#stored = connection.prepare(
      'SELECT seq, at, hash, chain FROM entries WHERE message_id = ? AND device = ? AND log = ?',
    );
    this.#settledAt = connection.prepare(
      `SELECT e.id, e.kind, e.account FROM positions p JOIN entries e ON e.id = p.entry
       WHERE p.log = ? AND p.seq = ?`,
    );
    this.#identity = connection.prepare('SELECT message_id AS messageId, hash FROM entries WHERE id = ?');
    this.#empty = connection.prepare("UPDATE entries SET payload = NULL WHERE id = ? AND kind = 'message'");
    this.#settledDead = connection.prepare('UPDATE positions SET live = 0 WHERE log = ? AND seq = ?');
    const columns =
      'e.seq, e.kind, e.at, a.account, e.account AS account_no, d.device, e.counts, e.payload, e.hash, e.chain';
    const people = 'JOIN accounts a ON a.no = e.account LEFT JOIN devices d ON d.no = e.device';
    this.#byId = connection.prepare(`SELECT ${columns} FROM entries e ${people} WHERE e.id = ?`);
    this.#named = connection.prepare(
      `SELECT ${columns} FROM entries e ${people} WHERE e.message_id = ? AND e.log = ? ORDER BY e.seq LIMIT 1`,
    );
    const settled = `SELECT ${columns} FROM positions p JOIN entries e ON e.id = p.entry ${people}`;
    this.#settledAfter = connection.prepare(`${settled} WHERE p.log = ? AND p.seq > ? ORDER BY p.seq LIMIT ?`);
    this.#settledBefore = connection.prepare(`${settled} WHERE p.log = ? AND p.seq < ? ORDER BY p.seq DESC LIMIT ?`);
  }

  /** With the log's next seq. Undefined when its message id is stored already. */
  add(entry: NewEntry): { id: number; seq: number; hash: Uint8Array; chain: Uint8Array } | undefined {
    const { log, kind, account, device, messageId, counts, payload, at } = entry;
    const head = this.#heads.of(log);
    const seq = head.seq + 1;
    const hash = sha256(payload);
    const chain = sha256(this.#logLink(head.chain, seq, hash));
    const id = (this.#lastId ?? this.#newestId.get()?.id ?? 0) + 1;
    const counting = counts ? 1 : 0;
    const added = this.#insert.run(id, log, seq, kind, account, device, messageId, counting, at, payload, hash, chain);
    if (added === 0) return undefined;
    this.#positions.add(log, { seq, id, kind, account, live: counts });
    this.#lastId = id;
    head.seq = seq;
    head.chain = chain;
    return { id, seq, hash, chain };
  }

  stored(
    log: LogNo,
    device: DeviceNo | null,
    messageId: Uint8Array,
  ): { seq: number; at: number; hash: Uint8Array; chain: Uint8Array } | undefined {
    return device === null ? undefined : this.#stored.get(messageId, device, log);
  }

  at(log: LogNo, seq: number): Owned | undefined {
    return this.#positions.at(log, seq) ?? this.#settledAt.get(log, seq);
  }

  /** Of a message that is there. */
  identity(log: LogNo, seq: number): { messageId: Uint8Array; hash: Uint8Array } | undefined {
    const found = this.at(log, seq);
    return found?.kind === 'message' ? this.#identity.get(found.id) : undefined;
  }

  empty(log: LogNo, seq: number): void {
    const id = this.at(log, seq)?.id;
    if (id === undefined) return;
    this.#empty.run(id);
    const recent = this.#positions.at(log, seq);
    if (recent) recent.live = false;
    else this.#settledDead.run(log, seq);
  }

  after(log: LogNo, seq: number, limit: number): StoredEntry[] {
    const recent = this.#positions.recent(log);
    const first = recent[0]?.seq;
    const rows = first === undefined || seq < first - 1 ? this.#settledAfter.all(log, seq, limit) : [];
    const start = first === undefined ? 0 : Math.max(0, seq + 1 - first);
    return this.#shown(log, [...rows, ...this.#rows(recent.slice(start, start + limit - rows.length))]);
  }

  /** The first message of that id. */
  named(log: LogNo, messageId: Uint8Array): StoredEntry | undefined {
    const row = this.#named.get(messageId, log);
    return row && this.#shown(log, [row])[0];
  }

  /** The last ones before `seq`, ascending. */
  before(log: LogNo, seq: number, limit: number): StoredEntry[] {
    const recent = this.#positions.recent(log);
    const end = Math.max(0, Math.min(recent.length, seq - (recent[0]?.seq ?? seq)));
    const rows = this.#rows(recent.slice(Math.max(0, end - limit), end));
    const older = limit - rows.length;
    const settled = older > 0 ? this.#settledBefore.all(log, seq, older).reverse() : [];
    return this.#shown(log, [...settled, ...rows]);
  }

  #rows(positions: readonly Position[]): Row[] {
    return positions.map(({ id }) => this.#byId.get(id)).filter((row) => row !== undefined);
  }

  #shown(log: LogNo, rows: readonly Row[]): StoredEntry[] {
    const emptied = this.#emptying.mark(log);
    return rows.map((row) => entryOf(row.seq <= emptied && row.kind === 'message' ? { ...row, payload: null } : row));
  }

  forget(): void {
    this.#lastId = undefined;
  }
}

function entryOf({ account, account_no, counts, ...rest }: Row): StoredEntry {
  return { ...rest, account, accountNo: account_no, counts: counts === 1 };
}
