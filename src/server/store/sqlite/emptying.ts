import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogNo } from '../../core/ports.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Positions } from './positions.ts';
import type { Scrub } from './scrub.ts';

/** How far a log is emptied for whoever reads, and how far in the file. */
interface Mark {
  emptied: number;
  overwritten: number;
}

/** So much is overwritten in one transaction at most. */
const SLICE = { entries: 256, bytes: 256 * 1024 };
const AGAIN = 1000;

/**
 * Whole conversations that are emptied. The mark that hides them is set in the transaction of the clearing, so that
 * nothing comes back; the messages behind it are overwritten afterwards, a slice at a time, so that a long
 * conversation holds nobody up. Whatever a stop or a crash leaves is finished after the next start.
 */
export class Emptying {
  readonly #positions: Positions;
  readonly #setEmptied: Statement;
  readonly #setOverwritten: Statement;
  readonly #unfinished: Statement<Mark & { log: LogNo }>;
  readonly #marked: Statement<Mark>;
  readonly #settled: Statement<{ seq: number; id: number }>;
  readonly #size: Statement<{ size: number }>;
  readonly #empty: Statement;
  readonly #settledDead: Statement;
  /** Those that are not overwritten as far as they are emptied; undefined until read. */
  #marks: Map<LogNo, Mark> | undefined;

  constructor(connection: Connection, positions: Positions) {
    this.#positions = positions;
    this.#setEmptied = connection.prepare('UPDATE conversations SET emptied = ?2 WHERE log = ?1 AND emptied < ?2');
    this.#setOverwritten = connection.prepare('UPDATE conversations SET overwritten = ? WHERE log = ?');
    this.#unfinished = connection.prepare(
      'SELECT log, emptied, overwritten FROM conversations WHERE overwritten < emptied ORDER BY log',
    );
    this.#marked = connection.prepare('SELECT emptied, overwritten FROM conversations WHERE log = ?');
    this.#settled = connection.prepare(
      'SELECT seq, entry AS id FROM positions WHERE log = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
    );
    this.#size = connection.prepare(
      "SELECT length(payload) AS size FROM entries WHERE id = ? AND kind = 'message' AND payload IS NOT NULL",
    );
    this.#empty = connection.prepare('UPDATE entries SET payload = NULL WHERE id = ?');
    this.#settledDead = connection.prepare(
      'UPDATE positions SET live = 0 WHERE log = ? AND seq > ? AND seq <= ? AND live = 1',
    );
  }

  /** Within the transaction of the clearing. Messages only: records of epochs stay. */
  begin(log: LogNo, through: number): void {
    if (this.#setEmptied.run(log, through) === 0) return;
    const mark = this.#marked.get(log);
    if (mark) this.#loaded().set(log, mark);
  }

  /** Messages up to here are to be read as emptied, whatever the file still holds. */
  mark(log: LogNo): number {
    return this.#loaded().get(log)?.emptied ?? 0;
  }

  get unfinished(): boolean {
    return this.#loaded().size > 0;
  }

  /** Overwrites some more, within a transaction. */
  overwriteSome(): void {
    const [next] = this.#loaded();
    if (!next) return;
    const [log, mark] = next;
    const reached = this.#overwrite(this.#some(log, mark)) ?? mark.emptied;
    this.#settledDead.run(log, mark.overwritten, reached);
    this.#setOverwritten.run(reached, log);
    mark.overwritten = reached;
    if (reached >= mark.emptied) this.#loaded().delete(log);
  }

  /** A transaction was undone: what is true stands in the conversations. */
  forget(): void {
    this.#marks = undefined;
  }

  #some(log: LogNo, { overwritten, emptied }: Mark): { seq: number; id: number }[] {
    const settled = this.#settled.all(log, overwritten, emptied, SLICE.entries);
    if (settled.length > 0) return settled;
    const recent = this.#positions.recent(log);
    const start = Math.max(0, overwritten + 1 - (recent[0]?.seq ?? 0));
    const some = recent.slice(start, start + SLICE.entries).filter(({ seq }) => seq <= emptied);
    for (const position of some) position.live = false;
    return some;
  }

  /** Answers the last seq that was; undefined when there was none. */
  #overwrite(some: readonly { seq: number; id: number }[]): number | undefined {
    let bytes = 0;
    let reached: number | undefined;
    for (const { seq, id } of some) {
      const size = this.#size.get(id)?.size;
      if (size !== undefined) this.#empty.run(id);
      reached = seq;
      bytes += size ?? 0;
      if (bytes >= SLICE.bytes) break;
    }
    return reached;
  }

  #loaded(): Map<LogNo, Mark> {
    this.#marks ??= new Map(this.#unfinished.all().map(({ log, ...mark }) => [log, mark]));
    return this.#marks;
  }
}

/** Something of which more is to be overwritten, a slice in each transaction. */
interface Unfinished {
  readonly unfinished: boolean;
  overwriteSome(): void;
}

/** Finishes what was begun, between the writes of others. */
export class Overwriting {
  readonly #work: Unfinished;
  readonly #queue: CommitQueue;
  readonly #scrub: Scrub;
  #working = false;
  #stopped = false;

  constructor(work: Unfinished, queue: CommitQueue, scrub: Scrub) {
    this.#work = work;
    this.#queue = queue;
    this.#scrub = scrub;
  }

  /** There is something to overwrite, or will be with the transaction under way. */
  want(): void {
    if (this.#working || this.#stopped) return;
    this.#working = true;
    void this.#finish();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #finish(): Promise<void> {
    try {
      do {
        await this.#queue.run(() => this.#work.overwriteSome());
        await nextTurn();
        // A long write-ahead log would take as long to move as the conversation is long.
        if (!this.#stopped) this.#scrub.now();
      } while (!this.#stopped && this.#work.unfinished);
    } catch {
      // The disk refuses, or all too much waits to be written: what is emptied stays hidden meanwhile.
      setTimeout(() => this.want(), AGAIN).unref();
    } finally {
      this.#working = false;
    }
  }
}
