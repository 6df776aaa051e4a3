import { limits } from '../../protocol/limits.ts';
import { type Ingest, NotNow, TooLarge } from './ingest.ts';
import type { Queue } from './queue.ts';

/** As much as one request carries; the server takes no more than `requestBody`. */
const BATCH: { readonly lines: number; readonly bytes: number } = {
  lines: limits.recordsPerPost,
  bytes: limits.requestBody - 1024,
};
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;
/** How often one looks whether another process is done. */
const LOOK_AGAIN = 50;

interface Given {
  readonly queue: Queue;
  readonly ingest: Pick<Ingest, 'store'>;
  /** Resolves after so many milliseconds, or sooner when it is time to stop. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly listener: {
    away(why: string): void;
    back(): void;
    /** Something has left the queue. */
    moved(): void;
  };
}

/** Takes what waits to the server, the oldest first, one batch at a time over all processes of the machine. */
export class Delivery {
  readonly #given: Given;
  #most = BATCH;
  /** Attempts in a row that came to nothing. */
  #failed = 0;
  #lastSeq: number | null = null;
  #why: string | null = null;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Seq of the last record that went from here. */
  get lastSeq(): number | null {
    return this.#lastSeq;
  }

  /** Why the server takes nothing at the moment; null: it does. */
  get why(): string | null {
    return this.#why;
  }

  /** Sends the first ones that wait, or waits for a while when that is not possible now. @throws CommandError for ever */
  async step(): Promise<void> {
    const { queue, pause, random } = this.#given;
    let wait = 0;
    const mine = await queue.inTurn(async () => {
      wait = await this.#attempt();
    });
    if (!mine) return pause(LOOK_AGAIN);
    // Half of it is chance, so that many machines do not come back at once.
    if (wait > 0) await pause(wait * (1 + random()) * 0.5);
  }

  /** Answers how long to wait. */
  async #attempt(): Promise<number> {
    const { queue, ingest, listener } = this.#given;
    const batch = queue.first(this.#most);
    if (batch.length === 0) return 0;
    try {
      this.#lastSeq = await ingest.store(batch.map(({ line }) => line));
    } catch (error) {
      if (error instanceof TooLarge && batch.length > 1) return this.#sendLess(batch.length);
      if (error instanceof NotNow) return this.#isAway(error);
      throw error;
    }
    queue.remove(batch);
    this.#most = BATCH;
    this.#failed = 0;
    if (this.#why !== null) listener.back();
    this.#why = null;
    listener.moved();
    return 0;
  }

  /** Something on the way takes less than the server does. */
  #sendLess(lines: number): number {
    this.#most = { ...this.#most, lines: Math.floor(lines / 2) };
    return 0;
  }

  #isAway({ message, wait }: NotNow): number {
    this.#failed += 1;
    if (this.#why === null) this.#given.listener.away(message);
    this.#why = message;
    // What the server asks for is doubled, since chance takes up to half of it.
    return Math.max(2 * wait, Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.#failed - 1)));
  }
}
