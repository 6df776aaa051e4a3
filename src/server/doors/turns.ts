import { performance } from 'node:perf_hooks';
import { FairQueue } from './fairQueue.ts';

/** Milliseconds that a turn of the event loop may take while work waits. */
const TURN = 12;
const MOST_AT_ONCE = 1024;
const AT_FIRST = 512;
/** Milliseconds for which connections go before work that waits. */
const PATIENCE = 16;

/**
 * Shares out the event loop when very much comes at once. Work is done where it comes up, as many pieces of it in one turn of
 * the loop as keep turns short; what comes then waits for later ones, fair among those who bring it. And connections go
 * before work: Node takes one in each turn, so behind long turns they would wait in the system's queue, whoever they are.
 */
export class Turns {
  readonly #waiting = new FairQueue<() => void>();
  readonly #now: () => number;
  /** Pieces of work in one turn, by what turns took with all that pieces bring about later. */
  #many = AT_FIRST;
  #doneNow = 0;
  /** When the first of this turn began. */
  #began = 0;
  /** When the turn before began to work, if some was left over: since then the loop has not been idle. */
  #leftOver: number | null = null;
  #heldSince: number | null = null;
  #cameNow = false;
  /** Turns one after the other in which connections were taken, up to the last. */
  #cameInARow = 0;
  #isScheduled = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A connection was taken. */
  came(): void {
    this.#cameNow = true;
    this.#schedule();
  }

  /** Does the work at once or in a later turn; `from` names who brings it. */
  take(from: () => string, work: () => void): void {
    const isCalm = this.#waiting.isEmpty && !this.#isRush();
    this.#schedule();
    if (isCalm && !this.#isUsedUp()) this.#do(work);
    else this.#waiting.add(from(), work);
  }

  #do(work: () => void): void {
    if (this.#doneNow === 0) this.#began = this.#now();
    this.#doneNow += 1;
    work();
  }

  #isUsedUp(): boolean {
    if (this.#doneNow === 0) return false;
    return this.#doneNow >= this.#many || this.#now() - this.#began >= TURN;
  }

  /** Whether more connections are likely to wait: one alone is followed by a turn without. */
  #isRush(): boolean {
    return this.#cameInARow > 1;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#next());
  }

  #next(): void {
    this.#isScheduled = false;
    this.#doneNow = 0;
    this.#cameInARow = this.#cameNow ? this.#cameInARow + 1 : 0;
    this.#cameNow = false;
    if (this.#cameInARow > 0 || !this.#waiting.isEmpty) this.#schedule();
    if (!this.#waiting.isEmpty && !this.#holds()) this.#work();
  }

  #work(): void {
    const now = this.#now();
    if (this.#leftOver !== null) this.#adapt(now - this.#leftOver);
    while (!this.#isUsedUp()) {
      const work = this.#waiting.next();
      if (work === undefined) break;
      this.#do(work);
    }
    this.#leftOver = this.#waiting.isEmpty ? null : now;
  }

  #adapt(took: number): void {
    if (took > TURN) this.#many = Math.max(1, Math.floor(this.#many / 2));
    else this.#many = Math.min(MOST_AT_ONCE, this.#many + Math.ceil(this.#many / 4));
  }

  /** Whether work waits for connections: never longer than their patience at a time. */
  #holds(): boolean {
    const since = this.#heldSince ?? this.#now();
    const holds = this.#isRush() && this.#now() - since < PATIENCE;
    this.#heldSince = holds ? since : null;
    if (holds) this.#leftOver = null;
    return holds;
  }
}
