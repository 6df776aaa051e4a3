import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../usage.ts';
import { Delivery } from './delivery.ts';
import { takeFile } from './file.ts';
import type { Ingest } from './ingest.ts';
import type { Queue } from './queue.ts';
import { type Taking, takeStream, takeText } from './taking.ts';
import { words } from './words.ts';

export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'stdin' };

interface Given {
  readonly queue: Queue;
  readonly ingest: Pick<Ingest, 'store'>;
  readonly compose: Taking['compose'];
  readonly atOnce: number;
  readonly notice: (text: string) => void;
  /** As many bytes of the file have arrived. */
  readonly arrived: (bytes: number) => void;
}

export interface Sent {
  /** Lines that were read and are on the disk. */
  readonly taken: number;
  /** Lines of the queue that have not arrived, others' too. */
  readonly waiting: number;
  /** Seq of the last record that went from here. */
  readonly lastSeq: number | null;
  /** Why not all is done; null: it is. */
  readonly failure: string | null;
}

/** How long the server may take nothing once all has been read; what waits then, waits for the next time. */
const PATIENCE = 60_000;
/** For what is on its way when one is told to stop. */
const LAST_MOMENT = 2000;
const LOOK_AGAIN = 100;

/** One run: what comes in is put on the disk and goes out from there, both at the same time. */
export class Sending {
  readonly #given: Given;
  readonly #delivery: Delivery;
  readonly #stop = new AbortController();
  #taken = 0;
  /** Where the file was when a line got that place in the queue, the oldest first. */
  #places: { readonly last: number; readonly offset: number }[] = [];
  /** The last line that this run waits for, once all has been read. */
  #target: number | null = null;
  #movedAt = Date.now();
  #stoppedAt: number | null = null;
  #fault: CommandError | null = null;
  #saidFull = false;
  #news: () => void = () => undefined;

  constructor(given: Given) {
    this.#given = given;
    const { queue, ingest, notice } = given;
    this.#delivery = new Delivery({
      queue,
      ingest,
      pause: (milliseconds) => this.#pause(milliseconds),
      random: Math.random,
      listener: {
        away: (why) => notice(words.away(why, queue.folder)),
        back: () => {
          this.#saidFull = false;
          notice(words.back);
        },
        moved: () => this.#moved(),
      },
    });
  }

  /** Reads no more; what has been read still goes out. */
  fail(error: CommandError): void {
    this.#fault ??= error;
    this.#stop.abort();
  }

  /** Reads no more, and ends soon. */
  stop(): void {
    this.#stoppedAt ??= Date.now();
    this.#stop.abort();
    this.#news();
  }

  async run(input: Input): Promise<Sent> {
    const [taking, delivering] = await Promise.allSettled([this.#take(input), this.#deliverAll()]);
    const { queue } = this.#given;
    const waiting = queue.waiting();
    const lastSeq = this.#delivery.lastSeq;
    const sent = { taken: this.#taken, waiting, lastSeq };
    const [broken] = [delivering, taking].flatMap((each): unknown[] =>
      each.status === 'rejected' ? [each.reason] : [],
    );
    const fault = this.#fault ?? broken;
    if (fault !== undefined) return { ...sent, failure: `${messageOf(fault)}; ${this.#whatWaits(waiting)}` };
    const mark = taking.status === 'fulfilled' ? taking.value : null;
    const isCut = this.#stoppedAt !== null && mark !== null;
    if (!isCut && this.#hasArrived()) {
      if (mark !== null) queue.forget(mark);
      return { ...sent, failure: null };
    }
    const why = this.#stoppedAt === null ? words.gaveUp(this.#delivery.why ?? '') : words.stopped;
    return { ...sent, failure: `${why}; ${this.#whatWaits(waiting)}` };
  }

  async #take(input: Input): Promise<string | null> {
    const taking = this.#taking();
    try {
      if (input.kind === 'file') return await takeFile(input.file, taking);
      if (input.kind === 'text') await takeText(input.text, taking);
      else await takeStream(process.stdin, taking);
      return null;
    } catch (error) {
      // Whoever could not even begin does not wait for others' lines.
      if (this.#taken === 0) this.#target = 0;
      throw error;
    } finally {
      this.#target ??= this.#given.queue.ends().last;
      this.#movedAt = Date.now();
      this.#news();
    }
  }

  #taking(): Taking {
    const { queue, compose, atOnce, notice } = this.#given;
    return {
      queue,
      compose,
      atOnce,
      notice,
      stop: this.#stop.signal,
      room: async () => {
        if (!queue.isFull()) return;
        if (!this.#saidFull) notice(words.readingWaits(queue.folder));
        this.#saidFull = true;
        while (queue.isFull() && !this.#stop.signal.aborted) await this.#pause(LOOK_AGAIN);
      },
      took: (lines, offset) => {
        this.#taken += lines;
        this.#places.push({ last: queue.ends().last, offset });
        this.#news();
      },
    };
  }

  async #deliverAll(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const watch = setInterval(() => {
      if (this.#isLate()) resolve();
    }, LOOK_AGAIN);
    try {
      await Promise.race([this.#deliver(), late]);
    } catch (error) {
      this.#stop.abort();
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  async #deliver(): Promise<void> {
    const { queue } = this.#given;
    while (!this.#hasArrived()) {
      if (this.#stoppedAt !== null && this.#delivery.why !== null) return;
      if (queue.ends().first !== 0) await this.#delivery.step();
      else await new Promise<void>((resolve) => (this.#news = resolve));
    }
  }

  /** All that was read has arrived, and there is no more to read. */
  #hasArrived(): boolean {
    if (this.#target === null) return false;
    const { first } = this.#given.queue.ends();
    return first === 0 || first > this.#target;
  }

  #isLate(): boolean {
    const now = Date.now();
    if (this.#stoppedAt !== null) return now - this.#stoppedAt > LAST_MOMENT;
    return this.#target !== null && now - this.#movedAt > PATIENCE;
  }

  #moved(): void {
    this.#movedAt = Date.now();
    const { first } = this.#given.queue.ends();
    const gone = this.#places.findLast(({ last }) => first === 0 || last < first);
    if (!gone) return;
    this.#places = this.#places.filter(({ last }) => last > gone.last);
    this.#given.arrived(gone.offset);
  }

  /** It never holds up a stop for long. */
  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) await sleep(Math.min(milliseconds, LOOK_AGAIN));
    else await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }

  #whatWaits(lines: number): string {
    return words.waiting(lines, this.#given.queue.folder);
  }
}

const messageOf = (fault: unknown): string => {
  if (fault instanceof CommandError) return fault.message;
  return fault instanceof Error ? fault.message : String(fault);
};
