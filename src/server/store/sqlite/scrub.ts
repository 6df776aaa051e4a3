import type { Connection } from './connection.ts';

const SOON = 250;

/**
 * Deleted is gone: what a write overwrote in the database (secure_delete) still stands in the write-ahead log until that
 * is moved and cut. Done once for all that was deleted in a moment, away from the writers.
 */
export class Scrub {
  readonly #connection: Connection;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Something was deleted, or is about to be in the transaction under way. */
  want(): void {
    this.#timer ??= setTimeout(() => this.now(), SOON).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** As little as was written since the last time. */
  now(): void {
    this.stop();
    try {
      if (!this.#connection.truncateLog()) this.want();
    } catch {
      // The disk refuses; the next write finds out, and the recovery after it cuts the log.
      this.want();
    }
  }
}
