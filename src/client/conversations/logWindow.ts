import { decodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import { findOrigins } from './origins.ts';
import { type Received, type StoredEntry, isShown } from './records.ts';

/** So many entries a window gets with each step. */
export const STEP = 80;
/** Of those that have something to show it holds no more than these; those at the other end are let go. */
export const MOST = 400;
/** So many of a step have something to show: a page of reactions alone would move nobody on. */
const ENOUGH = STEP / 2;

/**
 * A stretch of a conversation's log as this device has stored it, without a hole; it may stand anywhere, is never long, and
 * moves only when it is told to. At the end of the log it takes in what comes, until it is full.
 */
export class LogWindow {
  readonly #storage: Storage;
  readonly #conversation: string;
  /** Everything stored from the one to the other is in it. */
  #first = 0;
  #last = Infinity;
  #entries: readonly StoredEntry[] = [];
  #origins = new Map<string, StoredEntry>();

  constructor(storage: Storage, conversation: string) {
    this.#storage = storage;
    this.#conversation = conversation;
  }

  /** In order of seq. */
  get entries(): readonly StoredEntry[] {
    return this.#entries;
  }

  /** Messages outside of it that replies in it lead to, by id. */
  get origins(): ReadonlyMap<string, StoredEntry> {
    return this.#origins;
  }

  /** Whether this device has stored more above it. */
  get hasOlder(): boolean {
    return this.#first > 0;
  }

  /** Whether there is more below it. */
  get hasNewer(): boolean {
    return this.#last < Infinity;
  }

  /** The newest of it. */
  async placeAtEnd(): Promise<void> {
    const { found, isAll } = await this.#above(after(this.#prefix), STEP);
    this.#last = Infinity;
    this.#first = isAll ? 0 : (found[0]?.seq ?? 0);
    await this.#show(found);
  }

  /** Around a place in the log: some that was said before it, and what was said there and after it. */
  async placeAt(seq: number): Promise<void> {
    const place = keys.entry(this.#conversation, seq);
    const above = await this.#above(place, ENOUGH);
    const below = await this.#below(place);
    const found = [...above.found, ...below.found];
    this.#first = above.isAll ? 0 : (found[0]?.seq ?? 0);
    this.#last = below.isAll ? Infinity : (found.at(-1)?.seq ?? Infinity);
    await this.#show(found);
  }

  async growUp(): Promise<void> {
    if (!this.hasOlder) return;
    const top = this.#entries[0]?.seq ?? this.#first;
    const { found, isAll } = await this.#above(keys.entry(this.#conversation, top), ENOUGH);
    this.#first = isAll ? 0 : (found[0]?.seq ?? 0);
    const entries = [...found, ...this.#entries];
    const kept = entries.slice(0, cut(entries));
    if (kept.length < entries.length) this.#last = kept.at(-1)?.seq ?? this.#last;
    await this.#show(kept);
  }

  async growDown(): Promise<void> {
    if (!this.hasNewer) return;
    const { found, isAll } = await this.#below(`${keys.entry(this.#conversation, this.#last)}\0`);
    this.#last = isAll ? Infinity : (found.at(-1)?.seq ?? Infinity);
    const entries = [...this.#entries, ...found];
    const kept = entries.slice(entries.length - cut(entries.toReversed()));
    if (kept.length < entries.length) this.#first = kept[0]?.seq ?? this.#first;
    await this.#show(kept);
  }

  /** What was stored since: of that only what belongs into this stretch. It never pushes out what is in it. */
  async takeIn({ entries, gone, clearedThrough }: Received): Promise<void> {
    const left = this.#entries.filter(({ seq }) => seq > clearedThrough && !gone.includes(seq));
    const bySeq = new Map(left.map((entry) => [entry.seq, entry]));
    const top = left[0]?.seq ?? 0;
    // History that comes in above stays out, unless the window is short.
    if (this.#first === 0 && left.length >= STEP && entries.some(({ seq }) => seq < top)) this.#first = top;
    let shown = shownIn(left);
    let last = left.at(-1)?.seq ?? 0;
    for (const entry of entries.toSorted((a, b) => a.seq - b.seq)) {
      if (entry.id !== null && this.#origins.has(entry.id)) this.#origins.set(entry.id, entry);
      if (entry.seq < this.#first || entry.seq > this.#last) continue;
      if (entry.seq > last && shown >= MOST) {
        this.#last = last;
        continue;
      }
      bySeq.set(entry.seq, entry);
      if (entry.seq > last) shown += isShown(entry.body) ? 1 : 0;
      last = Math.max(last, entry.seq);
    }
    await this.#show([...bySeq.values()].toSorted((a, b) => a.seq - b.seq));
  }

  async #show(entries: readonly StoredEntry[]): Promise<void> {
    this.#origins = await findOrigins(this.#storage, this.#conversation, entries, this.#origins);
    this.#entries = entries;
  }

  /** What is stored before that key, back to where so many of it have something to show. */
  async #above(end: string, enough: number): Promise<Page> {
    let found: StoredEntry[] = [];
    for (let before = end; ;) {
      const page = await this.#storage.range(keys.entry(this.#conversation, 0), before, { limit: STEP, last: true });
      found = [...page.map(decoded).toReversed(), ...found];
      if (page.length < STEP) return { found, isAll: true };
      if (shownIn(found) >= enough) return { found, isAll: false };
      before = keys.entry(this.#conversation, found[0]?.seq ?? 0);
    }
  }

  /** What is stored from that key on. */
  async #below(start: string): Promise<Page> {
    const found: StoredEntry[] = [];
    for (let from = start; ;) {
      const page = await this.#storage.range(from, after(this.#prefix), { limit: STEP });
      found.push(...page.map(decoded));
      if (page.length < STEP) return { found, isAll: true };
      if (shownIn(found) >= ENOUGH) return { found, isAll: false };
      from = `${page.at(-1)?.[0] ?? ''}\0`;
    }
  }

  get #prefix(): string {
    return `entry/${this.#conversation}/`;
  }
}

interface Page {
  /** In order of seq. */
  readonly found: StoredEntry[];
  /** Nothing more is stored that way. */
  readonly isAll: boolean;
}

const decoded = ([, bytes]: [string, Uint8Array]): StoredEntry => decodeCbor(bytes) as StoredEntry;
const shownIn = (entries: readonly StoredEntry[]): number => entries.filter(({ body }) => isShown(body)).length;

/** How many of them it takes until `MOST` have something to show. */
function cut(entries: readonly StoredEntry[]): number {
  let shown = 0;
  const end = entries.findIndex(({ body }) => isShown(body) && (shown += 1) > MOST);
  return end === -1 ? entries.length : end;
}
