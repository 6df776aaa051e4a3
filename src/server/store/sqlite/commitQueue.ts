import { StoreUnavailable } from '../../core/unavailable.ts';
import type { Connection, Statement } from './connection.ts';
import { isStorageFailure } from './errors.ts';

export interface CommitQueueOptions {
  readonly connection: Connection;
  /** Writes that may wait; one more is refused as busy. */
  readonly bound?: number;
  /** A transaction was undone: whatever memory knows of it is to be forgotten. */
  readonly onUndone: () => void;
  /** Milliseconds between attempts to recover. */
  readonly retry?: number;
  /** Told of each transaction: how many writes it had, and how many seconds it took. */
  readonly committed?: ((writes: number, seconds: number) => void) | undefined;
}

interface Job {
  readonly write: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

const LARGEST_BATCH = 1024;

/**
 * The one writer. Everything that waits is written in one transaction, and answered after its COMMIT. A write decides
 * before it changes anything and returns its refusals; one that throws is unexpected: the batch is undone and its
 * writes run again one by one, so that only the guilty one fails.
 */
export class CommitQueue {
  readonly #connection: Connection;
  readonly #bound: number;
  readonly #retry: number;
  readonly #onUndone: () => void;
  readonly #committed: CommitQueueOptions['committed'];
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #probe: Statement;
  #waiting: Job[] = [];
  #scheduled = false;
  #state: 'open' | 'failed' | 'closed' = 'open';
  #failure: unknown;
  #recovery: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor({ connection, bound = 16_384, onUndone, retry = 500, committed }: CommitQueueOptions) {
    this.#connection = connection;
    this.#bound = bound;
    this.#retry = retry;
    this.#onUndone = onUndone;
    this.#committed = committed;
    this.#begin = connection.prepare('BEGIN IMMEDIATE');
    this.#commit = connection.prepare('COMMIT');
    this.#rollback = connection.prepare('ROLLBACK');
    this.#probe = connection.prepare('UPDATE instance SET probe = probe + 1');
  }

  /** Writes that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Why nothing more can be written now. */
  #trouble(): StoreUnavailable {
    return new StoreUnavailable(this.#state === 'open' ? 'busy' : this.#state, { cause: this.#failure });
  }

  /**
   * Resolves with what `write` returns once it is on the disk. `write` is synchronous and may run more than once.
   * @throws StoreUnavailable; whatever `write` throws
   */
  run<T>(write: () => T): Promise<T> {
    if (this.#state !== 'open' || this.#waiting.length >= this.#bound) return Promise.reject(this.#trouble());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      this.#schedule();
    });
  }

  /** Writes something, to know that it can. */
  probe(): Promise<void> {
    return this.run(() => {
      this.#probe.run();
    });
  }

  /** Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Writes what waits; nothing is taken any more. */
  async close(): Promise<void> {
    const drained = this.drained();
    if (this.#state === 'open') await drained;
    this.#state = 'closed';
    clearTimeout(this.#recovery);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      this.#write(batch);
      if (this.#waiting.length > 0) this.#schedule();
      else for (const idle of this.#idle.splice(0)) idle();
    });
  }

  #write(batch: readonly Job[]): void {
    try {
      this.#settle(batch, this.#transact(batch));
    } catch (error) {
      this.#undo();
      if (isStorageFailure(error)) this.#fail(error, batch);
      else if (batch.length === 1) batch[0]?.reject(error);
      else this.#writeEach(batch);
    }
  }

  #writeEach(batch: readonly Job[]): void {
    batch.forEach((job) => {
      if (this.#state === 'open') this.#write([job]);
      else job.reject(this.#trouble());
    });
  }

  #transact(batch: readonly Job[]): unknown[] {
    const began = performance.now();
    this.#begin.run();
    const results = batch.map((job) => job.write());
    this.#commit.run();
    this.#committed?.(batch.length, (performance.now() - began) / 1000);
    return results;
  }

  #settle(batch: readonly Job[], results: readonly unknown[]): void {
    batch.forEach((job, index) => job.resolve(results[index] as never));
  }

  #undo(): void {
    try {
      if (this.#connection.db.isTransaction) this.#rollback.run();
    } catch {
      // The error that brought us here is the one to tell; a transaction that cannot be rolled back ends on reopening.
    }
    this.#onUndone();
  }

  #fail(error: unknown, batch: readonly Job[]): void {
    this.#state = 'failed';
    this.#failure = error;
    for (const job of [...batch, ...this.#waiting.splice(0)]) job.reject(this.#trouble());
    this.#recoverLater();
  }

  #recoverLater(): void {
    this.#recovery = setTimeout(() => this.#recover(), this.#retry);
    this.#recovery.unref();
  }

  #recover(): void {
    try {
      this.#connection.reopen();
      this.#onUndone();
      this.#probe.run();
      this.#state = 'open';
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      this.#recoverLater();
    }
  }
}
