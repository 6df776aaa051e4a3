import type { Appended, EntryDraft, LogNo, LogStore, StoredEntry } from '../../core/ports.ts';
import { sameBytes, sha256 } from './bytes.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Emptying, Overwriting } from './emptying.ts';
import type { Entries } from './entries.ts';
import type { Expiry } from './expiry.ts';
import type { Head, Heads } from './heads.ts';
import type { Scrub } from './scrub.ts';

type NewEpoch = Parameters<LogStore['addEpoch']>[0];
type Page = Parameters<LogStore['entries']>[1];

interface EpochRow {
  number: number;
  seq: number;
  record: Uint8Array;
  sealed: string | null;
  generation: number | null;
  resealed: string | null;
}

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly heads: Heads;
  readonly entries: Entries;
  readonly emptying: Emptying;
  readonly expiry: Expiry;
  readonly overwriting: Overwriting;
  readonly scrub: Scrub;
}

export class Log implements LogStore {
  readonly #given: Given;
  readonly #role: Statement<{ role: 'owner' | 'member' }>;
  readonly #lastRemoval: Statement<{ last_removal: number }>;
  readonly #insertEpoch: Statement;
  readonly #insertSlot: Statement;
  readonly #moveEpoch: Statement;
  readonly #epochs: Statement<EpochRow>;
  readonly #setLifetime: Statement;
  readonly #newestEpoch: Statement<{ number: number; record: Uint8Array; hash: Uint8Array }>;

  constructor(given: Given) {
    this.#given = given;
    const { connection } = given;
    this.#role = connection.prepare('SELECT role FROM members WHERE log = ? AND account = ?');
    this.#lastRemoval = connection.prepare('SELECT last_removal FROM accounts WHERE no = ?');
    this.#insertEpoch = connection.prepare('INSERT INTO epochs (log, number, entry) VALUES (?, ?, ?)');
    this.#insertSlot = connection.prepare('INSERT INTO slots (log, number, account, sealed) VALUES (?, ?, ?, ?)');
    this.#moveEpoch = connection.prepare(
      'UPDATE conversations SET epoch = ?2, epoch_hash = ?3, epoch_passed = 0 WHERE log = ?1',
    );
    this.#epochs = connection.prepare(
      `WITH next AS (
         SELECT p.number, p.entry, length(e.payload) AS size FROM epochs p JOIN entries e ON e.id = p.entry
         WHERE p.log = ?1 AND p.number > ?3 ORDER BY p.number LIMIT ?4
       ), page AS (SELECT number, entry, sum(size) OVER (ORDER BY number) - size AS before FROM next)
       SELECT p.number, e.seq, e.payload AS record, s.sealed, r.generation, r.sealed AS resealed
       FROM page p JOIN entries e ON e.id = p.entry
       LEFT JOIN slots s ON s.log = ?1 AND s.number = p.number AND s.account = ?2
       LEFT JOIN resealed_slots r ON r.log = ?1 AND r.number = p.number AND r.account = ?2
       WHERE p.before < ?5 ORDER BY p.number`,
    );
    this.#setLifetime = connection.prepare('UPDATE conversations SET lifetime = ? WHERE log = ?');
    this.#newestEpoch = connection.prepare(
      `SELECT p.number, e.payload AS record, e.hash FROM epochs p JOIN entries e ON e.id = p.entry
       WHERE p.log = ? ORDER BY p.number DESC LIMIT 1`,
    );
  }

  append(draft: EntryDraft): Promise<Appended | 'epoch_passed' | 'forbidden'> {
    return this.#given.queue.run(() => this.#append(draft));
  }

  #append(draft: EntryDraft): Appended | 'epoch_passed' | 'forbidden' {
    const { log, at, empties } = draft;
    const head = this.#given.heads.of(log);
    if (!isOfEpoch(draft, head)) return this.#repeat(draft) ?? 'epoch_passed';
    if (empties) {
      const repeat = this.#repeat(draft);
      if (repeat) return repeat;
      if (!this.#mayEmpty(draft, head)) return 'forbidden';
    }
    const through = head.seq;
    const added = this.#given.entries.add({ ...draft, kind: 'message' });
    if (!added) return this.#repeat(draft) ?? unexplained(log);
    if (empties) this.#empty(log, empties, through);
    return { seq: added.seq, at, hash: added.hash, chain: added.chain, repeated: false };
  }

  #repeat({ log, device, messageId }: EntryDraft): Appended | undefined {
    const stored = this.#given.entries.stored(log, device, messageId);
    return stored && { ...stored, repeated: true };
  }

  #mayEmpty({ log, account, empties }: EntryDraft, { kind }: Head): boolean {
    if (empties && 'seq' in empties) {
      const target = this.#given.entries.at(log, empties.seq);
      return target?.kind === 'message' && target.account === account;
    }
    const role = this.#role.get(log, account)?.role;
    return kind === 'direct' ? role !== undefined : role === 'owner';
  }

  /** @param last the newest entry before the one that empties, which stays */
  #empty(log: LogNo, empties: NonNullable<EntryDraft['empties']>, last: number): void {
    const { entries, emptying, overwriting, scrub } = this.#given;
    if ('days' in empties) return void this.#setLifetime.run(empties.days === 0 ? null : empties.days, log);
    if ('through' in empties) {
      emptying.begin(log, Math.min(empties.through, last));
      return overwriting.want();
    }
    scrub.want();
    entries.empty(log, empties.seq);
  }

  expire(asked: Parameters<LogStore['expire']>[0]): Promise<LogNo | null> {
    const { queue, expiry, overwriting } = this.#given;
    return queue.run(() => {
      const { next, emptied } = expiry.some(asked);
      if (emptied) overwriting.want();
      return next;
    });
  }

  addEpoch(epoch: NewEpoch): Promise<{ seq: number; at: number } | 'epoch_passed'> {
    return this.#given.queue.run(() => {
      const head = this.#given.heads.of(epoch.log);
      if (!this.#isNext(epoch, head)) return 'epoch_passed';
      const { log, number, account, device, record, slots, at } = epoch;
      const entry = {
        log,
        account,
        device,
        at,
        kind: 'epoch',
        messageId: null,
        counts: false,
        payload: record,
      } as const;
      const added = this.#given.entries.add(entry) ?? unexplained(log);
      this.#insertEpoch.run(log, number, added.id);
      for (const slot of slots) this.#insertSlot.run(log, number, slot.account, slot.sealed);
      const hash = sha256(record);
      this.#moveEpoch.run(log, number, hash);
      head.epoch = number;
      head.epochHash = hash;
      head.epochPassed = false;
      return { seq: added.seq, at };
    });
  }

  /** It follows the newest one, and rests on no chain as it was before a removal. */
  #isNext({ number, previous, heads }: NewEpoch, head: Head): boolean {
    if (number !== head.epoch + 1 || !sameBytes(previous, head.epochHash)) return false;
    return heads.every(
      ({ account, number: seen }) => seen >= (this.#lastRemoval.get(account)?.last_removal ?? Infinity),
    );
  }

  async entries(log: LogNo, page: Page): Promise<StoredEntry[]> {
    const { entries } = this.#given;
    return 'after' in page ? entries.after(log, page.after, page.limit) : entries.before(log, page.before, page.limit);
  }

  async message(log: LogNo, messageId: Uint8Array): ReturnType<LogStore['message']> {
    return this.#given.entries.named(log, messageId);
  }

  async epochs(...[log, account, page]: Parameters<LogStore['epochs']>): ReturnType<LogStore['epochs']> {
    const { after, limit, bytes } = page;
    return this.#epochs.all(log, account, after, limit, bytes).map(({ generation, resealed, ...row }) => ({
      ...row,
      resealed: generation === null || resealed === null ? null : { generation, sealed: resealed },
    }));
  }

  async newestEpoch(log: LogNo): ReturnType<LogStore['newestEpoch']> {
    const row = this.#newestEpoch.get(log);
    return row && { ...row };
  }
}

function isOfEpoch({ epochHash }: EntryDraft, { sealed, epochHash: newest, epochPassed }: Head): boolean {
  if (epochHash === null) return !sealed;
  return !epochPassed && sameBytes(epochHash, newest);
}

function unexplained(log: LogNo): never {
  throw new Error(`an entry of log ${log} was refused by an index that does not know it`);
}
