import type { Outcome } from '../../../client/api.ts';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { Changes, type Records } from './records.ts';

/** Records of a page, and how many pages and UTF-16 units of text stay in memory. */
export const PAGE = 200;
const PAGES = 60;
const UNITS = 8_000_000;
const AT_A_TIME = 2;

interface Page {
  readonly records: (StreamRecord | undefined)[];
  /** Everything of the page up to this seq is here, as far as the server keeps it. */
  readonly through: number;
  readonly units: number;
}

type Fetch = (
  after: number,
  limit: number,
) => Promise<Outcome<{ records: readonly StreamRecord[]; first: number; head: number }>>;

/**
 * A stream from its first to its newest record; a record's place is its seq. What is looked at is fetched in pages, the
 * last look first; pages that nobody has looked at for long are forgotten. Its end goes on with the stream, unless held.
 */
export class WholeStream implements Records {
  readonly #fetch: Fetch;
  readonly #changes = new Changes();
  /** The page that was wanted last is the last one. */
  readonly #pages = new Map<number, Page>();
  readonly #fetching = new Set<number>();
  readonly #failed = new Set<number>();
  #wanted: readonly [from: number, to: number] = [1, 0];
  #first: number;
  #head: number;
  #end: number;
  #held = false;

  readonly subscribe = this.#changes.subscribe;
  readonly version = this.#changes.version;

  constructor(fetch: Fetch, first: number, head: number) {
    this.#fetch = fetch;
    this.#first = first;
    this.#head = head;
    this.#end = head + 1;
  }

  get first(): number {
    return Math.min(this.#first, this.#end);
  }

  get end(): number {
    return this.#end;
  }

  /** Seq of the newest record, whether it is here or not. */
  get head(): number {
    return this.#head;
  }

  /** How many records came while it was held. */
  get fresh(): number {
    return this.#head + 1 - this.#end;
  }

  /** Something that is wanted could not be fetched. */
  get failed(): boolean {
    return this.#failed.size > 0;
  }

  at(seq: number): StreamRecord | null | undefined {
    const page = this.#pages.get(pageOf(seq));
    if (page === undefined || seq > page.through) return undefined;
    return page.records[seq - startOf(pageOf(seq))] ?? null;
  }

  want(from: number, to: number): void {
    this.#wanted = [from, to];
    this.#go();
  }

  /** What the server says of the stream. */
  grown(first: number, head: number): void {
    if (first <= this.#first && head <= this.#head) return;
    this.#first = Math.max(first, this.#first);
    this.#head = Math.max(head, this.#head);
    this.#changes.tell();
    this.#go();
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#changes.tell();
    this.#go();
  }

  again(): void {
    this.#failed.clear();
    this.#changes.tell();
    this.#go();
  }

  #go(): void {
    this.#reach();
    const due = this.#due();
    while (this.#fetching.size < AT_A_TIME) {
      const next = due.find((page) => !this.#fetching.has(page) && !this.#failed.has(page));
      if (next === undefined) return;
      this.#fetching.add(next);
      void this.#take(next);
    }
  }

  /** It ends with the newest record that is here. */
  #reach(): void {
    const { through = 0 } = this.#pages.get(pageOf(this.#head)) ?? {};
    if (this.#held || through < this.#end) return;
    this.#end = through + 1;
    this.#changes.tell();
  }

  /** Pages of which something is wanted and not here. */
  #due(): number[] {
    const [from, to] = this.#wanted;
    const pages: number[] = [];
    const add = (page: number): void => {
      const upTo = Math.min(startOf(page + 1) - 1, this.#head);
      if ((this.#pages.get(page)?.through ?? 0) < upTo) pages.push(page);
    };
    for (let page = pageOf(Math.max(from, this.#first)); page <= pageOf(Math.min(to, this.#end) - 1); page += 1) {
      add(page);
    }
    if (!this.#held && this.fresh > 0) add(pageOf(this.#head));
    return pages;
  }

  async #take(page: number): Promise<void> {
    const start = startOf(page);
    const before = this.#pages.get(page);
    const after = Math.max(start - 1, before?.through ?? 0);
    const outcome = await this.#fetch(after, start + PAGE - 1 - after);
    this.#fetching.delete(page);
    if (outcome.ok) this.#keep(page, before, outcome);
    else this.#failed.add(page);
    this.#changes.tell();
    this.#go();
  }

  #keep(
    page: number,
    before: Page | undefined,
    { records, first, head }: { records: readonly StreamRecord[]; first: number; head: number },
  ): void {
    const start = startOf(page);
    const kept = [...(before?.records ?? [])];
    let units = before?.units ?? 0;
    for (const record of records) {
      if (pageOf(record.seq) !== page) continue;
      kept[record.seq - start] = record;
      units += record.message.length;
    }
    const last = records.findLast(({ seq }) => pageOf(seq) === page)?.seq ?? 0;
    // An answer may be shorter than asked for; one that leads no further says that there is no more.
    const more = last > (before?.through ?? 0) && records.at(-1)?.seq === last;
    const through = more ? last : Math.min(startOf(page + 1) - 1, head);
    this.#pages.delete(page);
    this.#pages.set(page, { records: kept, through, units });
    this.#first = Math.max(this.#first, first);
    this.#head = Math.max(this.#head, head);
    this.#forget();
  }

  #forget(): void {
    const [from, to] = this.#wanted;
    let units = [...this.#pages.values()].reduce((sum, page) => sum + page.units, 0);
    for (const [page, { units: its }] of this.#pages) {
      if (this.#pages.size <= PAGES && units <= UNITS) return;
      if (page >= pageOf(from) && page <= pageOf(to)) continue;
      this.#pages.delete(page);
      units -= its;
    }
  }
}

const pageOf = (seq: number): number => Math.floor((seq - 1) / PAGE);
const startOf = (page: number): number => page * PAGE + 1;
