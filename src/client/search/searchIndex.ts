import { decodeCbor } from '../../crypto/encoding.ts';
import type { ConversationRecord, StoredEntry } from '../conversations/records.ts';
import type { Changes, Clock, Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { type IsGone, mergedSegment, segmentOf } from './building.ts';
import { Catalogue, type Change, type Listed, type Span } from './catalogue.ts';
import { addTerms, piecesOf } from './folding.ts';
import { type Asked, type Matches, type Place, matchesAmong, matchesIn, newestOf } from './matching.ts';
import type { Indexed, Segment } from './segment.ts';
import { type Stale, StaleEntries } from './stale.ts';

interface Deps {
  readonly storage: Storage;
  readonly clock: Clock;
  /** As they are at that moment. */
  readonly conversations: () => readonly ConversationRecord[];
  readonly conversation: (conversation: string) => ConversationRecord | undefined;
  /** What can be searched for of an entry; null: nothing. */
  readonly textOf: (entry: StoredEntry) => string | null;
  /** It can find more, or less, than before. */
  readonly changed: () => void;
}

/** Entries that are read at a time. */
const PAGE = 100;
/** So many messages, or terms of messages, are held in memory before they become a segment. */
const MOST_HELD = 512;
const MOST_TERMS = 60_000;
/** Bytes: segments are merged up to this size. */
const FULL = 128 * 1024;
/** Bytes of segments that are kept unpacked while somebody searches: about 40 MB then. What goes beyond is read anew each time. */
const MOST_UNPACKED = 256 * FULL;
/** After this time nobody searches any more. */
const REST = 60_000;
/** What is said in one breath is indexed in one. */
const BREATH = 50;
const RETRY = 30_000;

/**
 * What can be found, in segments that are stored as everything else here is, sealed: a reader of all logs that holds a
 * cursor in each, and follows them. It may be behind, and it may be thrown away: it is made anew from the entries.
 */
export class SearchIndex {
  readonly #deps: Deps;
  readonly #catalogue: Catalogue;
  readonly #stale: StaleEntries;
  /** What no segment has yet, by the key of its entry. */
  #held = new Map<string, Indexed>();
  #heldTerms = 0;
  /** As in the catalogue, and what is held besides. */
  #spans = new Map<string, Span>();
  readonly #unpacked = new Map<number, Segment>();
  /** As they are stored. */
  #unpackedBytes = 0;
  #running = false;
  #stopped = true;
  #cancelWake: (() => void) | null = null;
  #cancelRest: () => void = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#catalogue = new Catalogue(deps.storage);
    this.#stale = new StaleEntries(deps.storage);
  }

  async load(): Promise<void> {
    await this.#catalogue.load();
    await this.#stale.load();
    this.#spans = new Map(this.#catalogue.spans);
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelWake?.();
    this.#cancelWake = null;
    this.#cancelRest();
    this.#pack();
  }

  /** Bytes of all that is stored of it. */
  get size(): number {
    return this.#catalogue.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  spanOf(conversation: string): Span | undefined {
    return this.#spans.get(conversation);
  }

  /** What has to be written together with changes of a conversation, because some of them are indexed as they were. */
  noted(record: ConversationRecord, changes: Changes): Changes['put'] & {} {
    const span = this.#spans.get(record.conversation);
    if (!span) return [];
    // What lies below is gone by the record's own word.
    const from = Math.max(span.from, lowest(record));
    return this.#stale.noted(record.conversation, changes, (seq) => seq >= from && seq < span.to + 1);
  }

  /** Something was written; it is looked at in a moment. */
  wake(after = BREATH): void {
    if (this.#stopped || this.#running) return;
    this.#cancelWake ??= this.#deps.clock.after(after, () => {
      this.#cancelWake = null;
      void this.#run();
    });
  }

  /**
   * The newest `most` of all that fit, as soon as nothing newer can come, and once more when all is counted. Segment by
   * segment, newest first; `pause` may end it between two.
   */
  async *find(asked: Asked, most: number, pause: () => Promise<void>): AsyncGenerator<Matches & { whole: boolean }> {
    this.#cancelRest();
    this.#cancelRest = this.#deps.clock.after(REST, () => this.#pack());
    let { count, newest } = matchesAmong(this.#held.values(), asked, most);
    let isCertain = false;
    for (const listed of this.#catalogue.newestFirst(asked)) {
      await pause();
      if (!isCertain && newest.length === most && isAfter(newest, listed)) {
        isCertain = true;
        yield { count, newest, whole: false };
      }
      const segment = await this.#unpack(listed);
      if (!segment) continue;
      const found = matchesIn(segment, asked, isCertain ? 0 : most);
      count += found.count;
      if (found.newest.length > 0) newest = newestOf([...newest, ...found.newest], most);
    }
    yield { count, newest, whole: true };
  }

  async #unpack(listed: Listed): Promise<Segment | undefined> {
    const segment = await this.#segment(listed);
    const has = this.#unpacked.has(listed.number);
    if (segment && !has && this.#unpackedBytes + listed.bytes <= MOST_UNPACKED) {
      this.#unpacked.set(listed.number, segment);
      this.#unpackedBytes += listed.bytes;
    }
    return segment;
  }

  #pack(): void {
    this.#unpacked.clear();
    this.#unpackedBytes = 0;
  }

  /** Undefined: it has become part of another. */
  async #segment(listed: Listed): Promise<Segment | undefined> {
    return this.#unpacked.get(listed.number) ?? (await this.#catalogue.segment(listed));
  }

  /** Of an account that is logged out nothing more is stored. */
  async #write(change: Change): Promise<void> {
    if (this.#stopped) throw new Error('the index is closed');
    await this.#catalogue.write(change);
    for (const { number, bytes } of change.without ?? [])
      if (this.#unpacked.delete(number)) this.#unpackedBytes -= bytes;
  }

  async #run(): Promise<void> {
    this.#running = true;
    let again: number | null = null;
    try {
      while (!this.#stopped && (await this.#step())) await this.#breathe();
    } catch {
      // Storage that fails has another turn: nothing waits for this.
      again = RETRY;
    } finally {
      this.#running = false;
    }
    if (again !== null) this.wake(again);
    else if (!this.#stopped && (!this.#stale.isEmpty || this.#isBehind())) this.wake();
  }

  readonly #breathe = (): Promise<void> =>
    new Promise((resolve) => {
      this.#deps.clock.after(0, resolve);
    });

  /** One thing at a time: what is gone first, then what is new, then what is old. False: all is done. */
  async #step(): Promise<boolean> {
    if (this.#held.size >= MOST_HELD || this.#heldTerms >= MOST_TERMS) await this.#store();
    else if (!this.#stale.isEmpty || this.#shrunk().size > 0) await this.#takeOut();
    else return this.#takeIn();
    this.#deps.changed();
    return true;
  }

  #isBehind(): boolean {
    return this.#shrunk().size > 0 || this.#nextPage() !== null;
  }

  /** Conversations of which less is here than is indexed, and what is left of the span; null: nothing is. */
  #shrunk(): Map<string, Span | null> {
    const shrunk = new Map<string, Span | null>();
    for (const [conversation, span] of this.#spans) {
      const record = this.#deps.conversation(conversation);
      const left = record ? clipped(span, record) : null;
      if (left !== span) shrunk.set(conversation, left);
    }
    return shrunk;
  }

  async #takeOut(): Promise<void> {
    const before = new Map(this.#spans);
    const shrunk = this.#shrunk();
    const stale = this.#stale.take();
    const touched = new Set(stale.flatMap(({ entries }) => entries));
    const isGone: IsGone = (conversation, seq) => {
      const span = shrunk.get(conversation);
      if (span !== undefined && (span === null || seq < span.from || seq >= span.to + 1)) return true;
      return touched.size > 0 && touched.has(keys.entry(conversation, seq));
    };
    try {
      for (const [key, { conversation, seq }] of this.#held) if (isGone(conversation, seq)) this.#held.delete(key);
      for (const [conversation, span] of shrunk) {
        if (span === null) this.#spans.delete(conversation);
        else this.#spans.set(conversation, span);
      }
      await this.#readAgain(stale);
      await this.#rewrite(isGone);
      await this.#store(stale.map(({ key }) => key));
    } catch (error) {
      this.#stale.giveBack(stale);
      this.#spans = before;
      throw error;
    }
  }

  async #readAgain(stale: readonly Stale[]): Promise<void> {
    for (const { conversation, entries } of stale) {
      for (const key of entries) {
        const bytes = await this.#deps.storage.get(key);
        const entry = bytes && (decodeCbor(bytes) as StoredEntry);
        const span = this.#spans.get(conversation);
        if (entry && span && entry.seq >= span.from && entry.seq < span.to + 1)
          await this.#hold(conversation, key, entry);
      }
    }
  }

  /** Segments that have something that is gone are written anew without it. */
  async #rewrite(isGone: IsGone): Promise<void> {
    for (const listed of this.#catalogue.segments) {
      const segment = await this.#segment(listed);
      const has = segment?.at.some((_, index) =>
        isGone(segment.conversations[segment.conversation[index] ?? 0] ?? '', segment.seq[index] ?? 0),
      );
      if (!segment || has !== true) continue;
      // Spans stay as they are stored until all of it is out: whatever is left is taken out again.
      await this.#write({ without: [listed], add: mergedSegment([segment], isGone) });
      await this.#breathe();
    }
  }

  /** What is held becomes a segment, and the cursors are stored with it. */
  async #store(done: readonly string[] = []): Promise<void> {
    const held = this.#held;
    await this.#write({ add: segmentOf([...held.values()]), spans: this.#spans, done });
    this.#held = new Map();
    this.#heldTerms = 0;
    await this.#merge();
  }

  /** The two smallest, as long as they are about as large: there are never many, and none is merged often. */
  async #merge(): Promise<void> {
    for (;;) {
      const [one, other] = this.#catalogue.segments.toSorted((a, b) => a.bytes - b.bytes);
      if (!one || !other || other.bytes > 2 * one.bytes || one.bytes + other.bytes > FULL) return;
      await this.#breathe();
      const [a, b] = [await this.#segment(one), await this.#segment(other)];
      if (!a || !b) throw new Error('a segment of the index is not there');
      await this.#write({ without: [one, other], add: mergedSegment([a, b]) });
    }
  }

  async #takeIn(): Promise<boolean> {
    const page = this.#nextPage();
    if (page === null) return false;
    const { conversation, from, to, span } = page;
    const before = this.#spans.get(conversation);
    // From now on what changes in there is noted: it may have been read already.
    this.#spans.set(conversation, span);
    try {
      const found = await this.#deps.storage.range(keys.entry(conversation, from), keys.entry(conversation, to + 1));
      let since = span.since;
      for (const [key, bytes] of found) {
        const entry = decodeCbor(bytes) as StoredEntry;
        since = Math.min(since ?? entry.at, entry.at);
        await this.#hold(conversation, key, entry);
      }
      this.#spans.set(conversation, { ...span, since });
    } catch (error) {
      if (before) this.#spans.set(conversation, before);
      else this.#spans.delete(conversation);
      throw error;
    }
    this.#deps.changed();
    return true;
  }

  /** What is new of any conversation, then what is old: first where something was said last. */
  #nextPage(): { conversation: string; from: number; to: number; span: Span } | null {
    const newestFirst = this.#deps.conversations().toSorted((a, b) => b.at - a.at);
    for (const { conversation, cursor } of newestFirst) {
      const span = this.#spans.get(conversation);
      if (!span || span.to >= cursor) continue;
      const to = Math.min(cursor, span.to + PAGE);
      return { conversation, from: span.to + 1, to, span: { ...span, to } };
    }
    for (const record of newestFirst) {
      const { conversation, cursor } = record;
      const span = this.#spans.get(conversation) ?? { from: cursor + 1, to: cursor, since: null };
      if (span.from <= lowest(record)) continue;
      const from = Math.max(lowest(record), span.from - PAGE);
      return { conversation, from, to: span.from - 1, span: { ...span, from } };
    }
    return null;
  }

  async #hold(conversation: string, key: string, entry: StoredEntry): Promise<void> {
    const text = this.#deps.textOf(entry);
    if (text === null) return;
    const { seq, at, account, by = '' } = entry;
    const terms = new Set<string>();
    for (const [index, piece] of [...piecesOf(text)].entries()) {
      if (index > 0) await this.#breathe();
      addTerms(terms, piece);
    }
    this.#held.set(key, { conversation, seq, at, author: { account, by }, terms });
    this.#heldTerms += terms.size;
  }
}

const isAfter = (newestFirst: readonly Place[], { newest }: Listed): boolean => (newestFirst.at(-1)?.at ?? 0) > newest;

/** The first place of which the entry is on this device. */
const lowest = ({ oldest, cleared }: ConversationRecord): number => Math.max(oldest, cleared + 1);

function clipped(span: Span, record: ConversationRecord): Span {
  const low = span.from > span.to ? -Infinity : lowest(record);
  if (span.from >= low && span.to <= record.cursor) return span;
  const [from, to] = [Math.max(span.from, low), Math.min(span.to, record.cursor)];
  return from <= to ? { ...span, from, to } : { from: record.cursor + 1, to: record.cursor, since: null };
}
