import type { Outcome } from '../../../client/api.ts';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import type { Failed } from '../words/failures.ts';
import { Changes } from './records.ts';

export type Opened =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly text: string; readonly sentAt: number }
  | { readonly state: 'closed'; readonly failed: Failed };

/** So many stay in memory, and are opened at a time. */
const KEPT = 2000;
const AT_A_TIME = 4;

const opening: Opened = { state: 'opening' };

/** Sealed records of a stream, opened on this device while they are looked at. */
export class OpenedRecords {
  readonly #open: (record: StreamRecord) => Promise<Outcome<{ text: string; sentAt: number }>>;
  readonly #changes = new Changes();
  readonly #kept = new Map<number, Opened>();
  readonly #wanted = new Map<number, StreamRecord>();
  #busy = 0;

  readonly subscribe = this.#changes.subscribe;
  readonly version = this.#changes.version;

  constructor(open: (record: StreamRecord) => Promise<Outcome<{ text: string; sentAt: number }>>) {
    this.#open = open;
  }

  of(seq: number): Opened {
    return this.#kept.get(seq) ?? opening;
  }

  /** What a record says; null for a sealed one that is not open. */
  textOf({ seq, sealed, message }: StreamRecord): string | null {
    if (!sealed) return message;
    const opened = this.of(seq);
    return opened.state === 'open' ? opened.text : null;
  }

  /** It is looked at; answers how to say that it is not any more. */
  want(record: StreamRecord): () => void {
    if (!this.#kept.has(record.seq)) this.#wanted.set(record.seq, record);
    this.#go();
    return () => this.#wanted.delete(record.seq);
  }

  #go(): void {
    while (this.#busy < AT_A_TIME) {
      const [next] = this.#wanted.values();
      if (next === undefined) return;
      this.#wanted.delete(next.seq);
      this.#busy += 1;
      void this.#take(next);
    }
  }

  async #take(record: StreamRecord): Promise<void> {
    const outcome = await this.#open(record);
    this.#busy -= 1;
    const { seq } = record;
    if (outcome.ok) this.#kept.set(seq, { state: 'open', text: outcome.text, sentAt: outcome.sentAt });
    else this.#kept.set(seq, { state: 'closed', failed: outcome });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#changes.tell();
    this.#go();
  }
}
