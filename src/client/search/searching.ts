import { decodeCbor } from '../../crypto/encoding.ts';
import type { SearchHit, SearchView } from '../api.ts';
import type { ConversationRecord, StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import { type Viewer, authorOf, partnerOf } from '../conversations/timeline.ts';
import type { Clock, Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { isCalled } from './called.ts';
import { excerptFor } from './excerpt.ts';
import { type Word, beginningsOf } from './folding.ts';
import type { Asked, Place } from './matching.ts';
import { namesOf } from './names.ts';
import { type SearchQuery, askedIn, isEmpty, timesOf } from './query.ts';
import { reachOf } from './reach.ts';
import type { SearchIndex } from './searchIndex.ts';
import { textOf } from './text.ts';

interface Deps {
  readonly index: SearchIndex;
  readonly storage: Storage;
  readonly table: ConversationTable;
  readonly viewer: Viewer;
  readonly clock: Clock;
  /** What is not on this device yet comes by itself. */
  readonly isComing: () => boolean;
}

interface Watched {
  readonly query: SearchQuery;
  readonly most: number;
  readonly listener: (view: SearchView) => void;
  /** The run that counts: a newer one ends those before. */
  run: number;
}

/** Milliseconds in which nothing else has its turn. */
const TURN = 12;
/** So many hits are read at a time. */
const AT_ONCE = 50;
/** What has changed meanwhile is looked for so often at most. */
const AGAIN = 500;

/** There is a newer search, or none. */
class Ended extends Error {}

/** What is searched for on screens, and looked for anew as the index goes on. */
export class Searching {
  readonly #deps: Deps;
  readonly #watched = new Set<Watched>();
  #cancelAgain: (() => void) | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The newest `most`, shown as they are found; stopping ends the search. */
  watch(query: SearchQuery, most: number, listener: (view: SearchView) => void): () => void {
    const watched: Watched = { query, most, listener, run: 0 };
    this.#watched.add(watched);
    void this.#run(watched);
    return () => {
      this.#watched.delete(watched);
      watched.run += 1;
    };
  }

  /** The index can find more, or less. */
  changed(): void {
    if (this.#watched.size === 0) return;
    this.#cancelAgain ??= this.#deps.clock.after(AGAIN, () => {
      this.#cancelAgain = null;
      for (const watched of this.#watched) void this.#run(watched);
    });
  }

  stop(): void {
    this.#cancelAgain?.();
    this.#cancelAgain = null;
    for (const watched of this.#watched) watched.run += 1;
  }

  async #run(watched: Watched): Promise<void> {
    watched.run += 1;
    const { run, query } = watched;
    const pause = this.#pausing(() => watched.run === run);
    const isFirst = run === 1;
    try {
      if (isEmpty(query)) return this.#show(watched, { hits: [], count: 0, done: true });
      await this.#find(watched, pause, isFirst);
    } catch (error) {
      // Storage that fails has another turn, with the next change.
      if (!(error instanceof Ended) && watched.run === run) this.#show(watched, { hits: [], count: 0, done: true });
    }
  }

  async #find(watched: Watched, pause: () => Promise<void>, isFirst: boolean): Promise<void> {
    const { query, most } = watched;
    const words = askedIn(query.words);
    const asked = this.#asked(query, words);
    const seen = new Map<string, SearchHit | null>();
    for (let reach = most; ; reach *= 4) {
      for await (const { count, newest, whole } of this.#deps.index.find(asked, reach, pause)) {
        const hits = await this.#hits(newest, most, seen, (place) => this.#hit(place, words, pause));
        if (hits.length < most && newest.length === reach) break;
        const left = [...seen.values()].filter((hit) => hit === null).length;
        const found = { hits, count: Math.max(hits.length, count - left) };
        if (whole) return this.#show(watched, { ...found, done: true });
        // What a later run finds takes the place of what is on the screen once it is whole.
        if (isFirst) this.#show(watched, { ...found, done: false });
      }
    }
  }

  /** The first `most` of these places that are hits; `seen` is what is known of them already. */
  async #hits(
    places: readonly Place[],
    most: number,
    seen: Map<string, SearchHit | null>,
    read: (place: Place) => Promise<SearchHit | null>,
  ): Promise<SearchHit[]> {
    const known = async (place: Place): Promise<SearchHit | null> => {
      const key = keys.entry(place.conversation, place.seq);
      const before = seen.get(key);
      const hit = before === undefined ? await read(place) : before;
      seen.set(key, hit);
      return hit;
    };
    const hits: SearchHit[] = [];
    for (let from = 0; from < places.length && hits.length < most; from += AT_ONCE) {
      // A browser's storage takes its time for each: they wait for it together.
      const some = await Promise.all(places.slice(from, from + AT_ONCE).map(known));
      hits.push(...some.filter((hit) => hit !== null));
    }
    return hits.slice(0, most);
  }

  #show(watched: Watched, found: Pick<SearchView, 'hits' | 'count' | 'done'>): void {
    const { table, index, isComing } = this.#deps;
    const since = reachOf(table.all(), (conversation) => index.spanOf(conversation));
    watched.listener({ ...found, since, coming: since !== null && isComing() });
  }

  #asked(query: SearchQuery, words: readonly Word[]): Asked {
    const { table, viewer } = this.#deps;
    const { from, in: within } = query;
    return {
      beginnings: beginningsOf(words),
      ...timesOf(query),
      isFrom: ({ account, by }) => {
        if (viewer.isBlocked(account) && account !== viewer.account) return false;
        if (from === null) return true;
        if (from.toLowerCase() === 'me' && account === viewer.account) return true;
        const { username, displayName } = authorOf({ account, by: by || undefined }, viewer);
        return isCalled([username, displayName], from);
      },
      isIn: (conversation) => {
        const record = table.get(conversation);
        if (!record || isBlocked(record, viewer)) return false;
        return within === null || isCalled(namesOf(record, viewer), within);
      },
    };
  }

  /** Null: the index is behind, and what it says is not true any more; or the words stand there in another way. */
  async #hit(
    { conversation, seq }: Place,
    words: readonly Word[],
    pause: () => Promise<void>,
  ): Promise<SearchHit | null> {
    const { storage, table, viewer } = this.#deps;
    const record = table.get(conversation);
    const bytes = await storage.get(keys.entry(conversation, seq));
    if (!record || !bytes || seq <= record.cleared || record.hidden.includes(seq)) return null;
    const entry = decodeCbor(bytes) as StoredEntry;
    const text = textOf(entry);
    const excerpt = text === null ? null : await excerptFor(text, words, pause);
    await pause();
    return excerpt && hitOf(record, entry, viewer, excerpt);
  }

  /** Lets others have their turn now and then. @throws Ended */
  #pausing(isWanted: () => boolean): () => Promise<void> {
    const { clock } = this.#deps;
    let began = clock.now();
    return async () => {
      if (clock.now() - began >= TURN) {
        await new Promise<void>((resolve) => {
          clock.after(0, resolve);
        });
        began = clock.now();
      }
      if (!isWanted()) throw new Ended();
    };
  }
}

/** As it is in no inbox, nothing of it is found either. */
const isBlocked = ({ kind, members }: ConversationRecord, viewer: Viewer): boolean =>
  kind === 'direct' && members.some(({ account }) => viewer.isBlocked(account));

function hitOf(
  record: ConversationRecord,
  entry: StoredEntry,
  viewer: Viewer,
  excerpt: SearchHit['excerpt'],
): SearchHit {
  const { conversation, kind, room } = record;
  return {
    conversation,
    kind,
    room,
    with: partnerOf(record, viewer),
    key: entry.id ?? `seq-${entry.seq}`,
    mine: entry.account === viewer.account,
    author: authorOf(entry, viewer),
    at: entry.at,
    excerpt,
  };
}
