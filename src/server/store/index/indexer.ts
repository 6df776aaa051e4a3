import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { StoredRecord } from '../../core/ports.ts';
import { Following } from './following.ts';
import { forgetMachine, forgetSome } from './forgetting.ts';
import { IndexUnavailable, isFull, isOfSqlite, type IndexFile } from './indexFile.ts';
import { cursorOf, machinesOf } from './machines.ts';
import { add, checksum } from './writing.ts';

/** Records of one transaction, about. */
const BATCH = 1000;
/** Blocks of one transaction at most: with long records these are fewer. */
const BATCH_BLOCKS = 8;
/** Batches of one machine before the next one has its turn. */
const TURN = 8;
/** As long as this after the last word of something new, machines are taken to be busy; milliseconds. */
const BUSY = 250;
/** A machine whose files cannot be read is left alone for so long; milliseconds. */
const LEFT_ALONE = 60_000;
/** While nothing can be written it is tried again so often; milliseconds. */
const TRY_AGAIN = 5000;

interface Given {
  /** The data folder. */
  readonly folder: string;
  readonly file: IndexFile;
  readonly report: (error: Error) => void;
  readonly now: () => number;
}

/** Takes up what is new in the streams, a batch at a time, so that whoever asks meanwhile is answered between. */
export class Indexer {
  readonly #given: Given;
  readonly #following: Following;
  /** How far each stream has come. */
  readonly #heads = new Map<string, number>();
  /** Machines that are behind, in the order of their turns. */
  readonly #behind = new Set<string>();
  /** Machines whose last indexed record was seen to be the one in the files. */
  readonly #matched = new Set<string>();
  readonly #leftAlone = new Map<string, number>();
  #untidy = true;
  #newsAt = -Infinity;
  #running: Promise<void> | null = null;
  readonly #stopping = new AbortController();

  constructor(given: Given) {
    this.#given = given;
    this.#following = new Following(given.folder);
  }

  grown(heads: readonly (readonly [string, number])[]): void {
    for (const [machine, head] of heads) {
      this.#heads.set(machine, Math.max(head, this.#heads.get(machine) ?? 0));
      this.#behind.add(machine);
    }
    this.#newsAt = this.#given.now();
    this.#wake();
  }

  tidy(): void {
    this.#untidy = true;
    for (const machine of this.#leftAlone.keys()) this.#behind.add(machine);
    this.#wake();
  }

  /** The index is empty again. */
  again(): void {
    this.#matched.clear();
    for (const machine of this.#heads.keys()) this.#behind.add(machine);
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  #wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (!this.#stopped && (this.#untidy || this.#behind.size > 0)) this.#wake();
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopped && (this.#behind.size > 0 || this.#untidy)) {
      const [machine] = this.#untidy ? [] : this.#behind;
      try {
        if (machine === undefined) await this.#forget();
        else if (await this.#turn(machine)) this.#behind.delete(machine);
        else this.#toTheEnd(machine);
      } catch (error) {
        await this.#trouble(machine, error);
      }
    }
  }

  #toTheEnd(machine: string): void {
    this.#behind.delete(machine);
    this.#behind.add(machine);
  }

  async #trouble(machine: string | undefined, error: unknown): Promise<void> {
    const { file, report, now } = this.#given;
    if (this.#stopped) return;
    if (isFull(error) || error instanceof IndexUnavailable) return this.#pause(TRY_AGAIN);
    if (isOfSqlite(error)) return file.lost(error);
    if (machine === undefined) this.#untidy = false;
    else {
      this.#behind.delete(machine);
      this.#leftAlone.set(machine, now() + LEFT_ALONE);
    }
    report(new Error(`the index leaves out ${machine ?? 'what is gone'} for a while`, { cause: error }));
  }

  /** Some batches of one machine. True when nothing more can be taken up. */
  async #turn(machine: string): Promise<boolean> {
    const { file, now } = this.#given;
    const head = this.#heads.get(machine) ?? 0;
    if ((this.#leftAlone.get(machine) ?? 0) > now()) return true;
    if (!this.#matched.has(machine)) await this.#match(machine, head);
    let { indexed = 0 } = cursorOf(file.database, machine) ?? {};
    let [batches, began] = [0, now()];
    for await (const batch of inBatches(this.#following.after(machine, indexed, head))) {
      if (this.#stopped || batches === TURN || !add(file.database, machine, indexed, batch)) return false;
      indexed = batch.at(-1)?.seq ?? indexed;
      batches += 1;
      await this.#rest(now() - began);
      began = now();
    }
    // What is left now, up to the head, is damaged.
    return head >= (this.#heads.get(machine) ?? 0);
  }

  /** Others have their turn; while machines are busy, as long as the work took. */
  async #rest(worked: number): Promise<void> {
    const busy = this.#given.now() - this.#newsAt < BUSY;
    await (busy ? this.#pause(worked) : turn());
  }

  async #pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  /** A stream that is another one than that which was indexed, as when a copy was put back, is indexed anew. */
  async #match(machine: string, head: number): Promise<void> {
    const cursor = cursorOf(this.#given.file.database, machine);
    if (cursor) {
      const same = cursor.indexed <= head && (await this.#isThere(machine, cursor.indexed, cursor.newest));
      if (!same) await this.#forgetUpTo(machine, cursor.indexed + 1);
    }
    this.#matched.add(machine);
  }

  async #isThere(machine: string, seq: number, sum: number): Promise<boolean> {
    for await (const [record] of this.#following.after(machine, seq - 1, seq)) {
      return record === undefined || checksum(record) === sum;
    }
    return true;
  }

  /** What is not in the files any more. */
  async #forget(): Promise<void> {
    for (const machine of machinesOf(this.#given.file.database)) {
      const first = await this.#following.first(machine);
      await this.#forgetUpTo(machine, first ?? Infinity);
      if (this.#stopped) return;
    }
    this.#untidy = false;
  }

  async #forgetUpTo(machine: string, first: number): Promise<void> {
    const { file, now } = this.#given;
    const cursor = cursorOf(file.database, machine);
    if (!cursor) return;
    const end = Math.min(first, cursor.indexed + 1);
    for (let began = now(); forgetSome(file.database, cursor, end); began = now()) {
      await this.#rest(now() - began);
      if (this.#stopped) return;
    }
    if (first > cursor.indexed) forgetMachine(file.database, cursor);
  }
}

async function* inBatches(blocks: AsyncIterable<StoredRecord[]>): AsyncGenerator<StoredRecord[]> {
  let [batch, count]: [StoredRecord[], number] = [[], 0];
  for await (const block of blocks) {
    batch.push(...block);
    count += 1;
    if (batch.length < BATCH && count < BATCH_BLOCKS) continue;
    yield batch;
    [batch, count] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
