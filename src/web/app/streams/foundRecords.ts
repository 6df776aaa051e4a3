import type { Outcome } from '../../../client/api.ts';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { Changes, type Records } from './records.ts';

/** So close to the oldest one that is here, older ones are fetched. */
const NEAR = 60;
/** More are not looked through; a narrower search finds them. */
export const MOST_FOUND = 20_000;

interface Answer {
  readonly records: readonly StreamRecord[];
  readonly more: boolean;
  /** All from here on was looked at. */
  readonly searched: number;
  /** And up to here. */
  readonly indexed: number;
}

type Search = (before: number | undefined) => Promise<Outcome<Answer>>;

/** What was found in a stream, the newest first to come. Places of older ones are below zero. */
export class FoundRecords implements Records {
  readonly #search: Search;
  readonly #changes = new Changes();
  #records: readonly StreamRecord[] = [];
  #first = 0;
  #more = false;
  #searched = 0;
  #busy = false;
  #stale = false;
  /** Up to which seq was looked; null before the first answer. */
  #indexed: number | null = null;
  #failed: (Outcome & { ok: false }) | null = null;

  readonly subscribe = this.#changes.subscribe;
  readonly version = this.#changes.version;

  constructor(search: Search) {
    this.#search = search;
    void this.refresh();
  }

  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#first + this.#records.length;
  }

  get indexed(): number | null {
    return this.#indexed;
  }

  get failed(): (Outcome & { ok: false }) | null {
    return this.#failed;
  }

  /** It is not known yet whether there is anything. */
  get searching(): boolean {
    return this.#failed === null && (this.#indexed === null || (this.#records.length === 0 && this.#more));
  }

  /** There are more than can be looked through. */
  get cut(): boolean {
    return this.#more && this.#records.length >= MOST_FOUND;
  }

  at(place: number): StreamRecord | null | undefined {
    return this.#records[place - this.#first] ?? null;
  }

  /** Whatever is older than that time is out of range by now, UTC milliseconds. */
  leave(before: number): void {
    const kept = this.#records.filter(({ at }) => at >= before);
    const gone = this.#records.length - kept.length;
    if (gone === 0) return;
    this.#records = kept;
    this.#first += gone;
    this.#changes.tell();
  }

  want(from: number): void {
    if (from > this.#first + NEAR || !this.#more || this.cut || this.#failed !== null) return;
    void this.#ask(this.#searched);
  }

  /** Something may have come that fits. */
  async refresh(): Promise<void> {
    if (this.#busy) this.#stale = true;
    else await this.#ask(undefined);
  }

  again(): void {
    this.#failed = null;
    void this.refresh();
  }

  async #ask(before: number | undefined): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const outcome = await this.#search(before);
    this.#busy = false;
    this.#failed = outcome.ok ? null : outcome;
    if (outcome.ok && before === undefined) this.#newer(outcome);
    else if (outcome.ok) this.#older(outcome, before ?? 0);
    this.#changes.tell();
    if (this.#stale) {
      this.#stale = false;
      await this.#ask(undefined);
    } else if (outcome.ok && this.#records.length === 0 && this.#more) await this.#ask(this.#searched);
  }

  #older({ records, more, searched }: Answer, before: number): void {
    this.#records = [...records, ...this.#records];
    this.#first -= records.length;
    this.#more = more && searched < before;
    this.#searched = searched;
  }

  #newer({ records, more, searched, indexed }: Answer): void {
    const reached = this.#indexed;
    this.#indexed = Math.max(indexed, reached ?? 0);
    if (reached !== null && searched <= reached + 1) {
      const last = this.#records.at(-1)?.seq ?? 0;
      this.#records = [...this.#records, ...records.filter(({ seq }) => seq > last)];
      return;
    }
    // So much came that what is here does not reach up to it: it begins anew.
    this.#first = this.end;
    this.#records = records;
    this.#more = more;
    this.#searched = searched;
  }
}
