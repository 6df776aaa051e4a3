import type { RecordedAs } from '../../core/ports.ts';
import { Refusal } from '../../core/refusal.ts';
import { StoreUnavailable } from '../../core/unavailable.ts';
import type { Encoded } from './line.ts';

interface Job {
  readonly records: Encoded;
  readonly resolve: (answers: RecordedAs[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What may wait, over all streams. */
export interface Room {
  bytes: number;
  records: number;
}

/** Answers each job, or null when its key came with another body before. */
type Write = (jobs: readonly Encoded[]) => Promise<(RecordedAs[] | null)[]>;

/** What one write takes, unless a single call is larger. */
const LARGEST_BATCH = 1024 * 1024;

/**
 * The one writer of a stream. All that waits when a write has ended, or in one round of the event loop, goes into the
 * next write, and is answered after it. A failed write refuses what waits; the next call tries the disk again.
 */
export class Writer {
  readonly #write: Write;
  readonly #room: Room;
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;

  constructor(write: Write, room: Room) {
    this.#write = write;
    this.#room = room;
  }

  get idle(): boolean {
    return this.#running === null;
  }

  /** @throws StoreUnavailable, Refusal key_reused */
  append(records: Encoded): Promise<RecordedAs[]> {
    if (records.bytes > this.#room.bytes || records.ids.length > this.#room.records) {
      return Promise.reject(new StoreUnavailable('busy'));
    }
    this.#room.bytes -= records.bytes;
    this.#room.records -= records.ids.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const jobs = this.#take();
      try {
        const answers = await this.#write(jobs.map(({ records }) => records));
        jobs.forEach((job, at) => {
          const answer = answers[at];
          if (answer) job.resolve(answer);
          else job.reject(new Refusal('key_reused', { field: 'idempotency-key' }));
        });
      } catch (error) {
        const refusal = new StoreUnavailable('failed', { cause: error });
        const refused = [...jobs, ...this.#waiting];
        for (const job of this.#waiting) this.#giveBack(job);
        this.#waiting = [];
        for (const job of refused) job.reject(refusal);
      }
      for (const job of jobs) this.#giveBack(job);
    }
    this.#running = null;
  }

  #take(): Job[] {
    let bytes = 0;
    const over = this.#waiting.findIndex(({ records }, at) => (bytes += records.bytes) > LARGEST_BATCH && at > 0);
    return this.#waiting.splice(0, over === -1 ? this.#waiting.length : over);
  }

  #giveBack({ records }: Job): void {
    this.#room.bytes += records.bytes;
    this.#room.records += records.ids.length;
  }
}
