import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import { type Segment, decodeSegment, encodeSegment } from './segment.ts';

/** Another one: what is stored is thrown away, and all is indexed anew. */
const VERSION = 2;

/** What of a conversation is in the index: every entry from `from` to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** When the first of them was written; null: there is none yet. */
  readonly since: number | null;
}

/** Where a segment is stored, how large it is, and when its first and its last message were written, UTC milliseconds. */
export interface Listed {
  readonly number: number;
  readonly bytes: number;
  readonly oldest: number;
  readonly newest: number;
}

/** What is written with it in one write: all of it or nothing. */
export interface Change {
  readonly without?: readonly Listed[];
  readonly add?: Segment | null;
  readonly spans?: ReadonlyMap<string, Span>;
  /** Keys of what is seen to with this. */
  readonly done?: readonly string[];
}

interface Stored {
  readonly version: number;
  readonly next: number;
  readonly segments: readonly Listed[];
  readonly spans: readonly (readonly [string, number, number, number | null])[];
}

/** The segments of the index as they are stored, and how far they reach. Keys say nothing of what is in them. */
export class Catalogue {
  readonly #storage: Storage;
  #next = 1;
  #segments: readonly Listed[] = [];
  #spans: ReadonlyMap<string, Span> = new Map();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get segments(): readonly Listed[] {
    return this.#segments;
  }

  get spans(): ReadonlyMap<string, Span> {
    return this.#spans;
  }

  /** Those that may have something from `since` on and before `until`. */
  newestFirst({ since, until }: { readonly since: number; readonly until: number }): Listed[] {
    const within = this.#segments.filter(({ oldest, newest }) => newest >= since && oldest < until);
    return within.toSorted((a, b) => b.newest - a.newest);
  }

  async load(): Promise<void> {
    const bytes = await this.#storage.get(keys.search);
    const stored = bytes && (decodeCbor(bytes) as Stored);
    if (stored?.version !== VERSION) return this.#clear();
    this.#next = stored.next;
    this.#segments = stored.segments;
    this.#spans = new Map(stored.spans.map(([conversation, from, to, since]) => [conversation, { from, to, since }]));
  }

  /** Undefined: it has become part of another. */
  async segment({ number }: Listed): Promise<Segment | undefined> {
    const bytes = await this.#storage.get(keys.searchSegment(number));
    return bytes && decodeSegment(bytes);
  }

  async write({ without = [], add = null, spans = this.#spans, done = [] }: Change): Promise<void> {
    const [oldest, newest] = [add?.at.at(0), add?.at.at(-1)];
    const bytes = add && oldest !== undefined ? encodeSegment(add) : null;
    const added = bytes && { number: this.#next, bytes: bytes.length, oldest: oldest ?? 0, newest: newest ?? 0 };
    const kept = this.#segments.filter(({ number }) => !without.some((one) => one.number === number));
    const segments = added ? [...kept, added] : kept;
    const next = this.#next + (added ? 1 : 0);
    const stored: Stored = {
      version: VERSION,
      next,
      segments,
      spans: [...spans].map(([conversation, { from, to, since }]) => [conversation, from, to, since]),
    };
    await this.#storage.write({
      put: [
        [keys.search, encodeCbor(stored)],
        ...(added && bytes ? [[keys.searchSegment(added.number), bytes] as const] : []),
      ],
      remove: [...without.map(({ number }) => keys.searchSegment(number)), ...done],
    });
    this.#next = next;
    this.#segments = segments;
    this.#spans = new Map(spans);
  }

  async #clear(): Promise<void> {
    const lying = await this.#storage.range('search/', after('search/'));
    if (lying.length > 0) await this.#storage.write({ remove: [...lying.map(([key]) => key), keys.search] });
  }
}
