import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Changes, Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';

/** Entries of a conversation that were written anew or removed after they were indexed. */
export interface Stale {
  readonly key: string;
  readonly conversation: string;
  readonly entries: readonly string[];
}

/**
 * What has changed behind the index's back, in order. It is stored in the same write as the change itself, so that none is
 * forgotten wherever this device stops, and removed with the write that takes it out of the index.
 */
export class StaleEntries {
  readonly #storage: Storage;
  #waiting: Stale[] = [];
  #next = 1;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async load(): Promise<void> {
    const prefix = keys.searchStale('');
    for (const [key, bytes] of await this.#storage.range(prefix, after(prefix))) {
      const [conversation, entries] = decodeCbor(bytes) as [string, string[]];
      this.#waiting.push({ key, conversation, entries });
      this.#next = Number(key.slice(prefix.length)) + 1;
    }
  }

  /** What else to write where a conversation changes; `isIndexed` says of the place of an entry whether it matters. */
  noted(conversation: string, changes: Changes, isIndexed: (seq: number) => boolean): Changes['put'] & {} {
    const prefix = keys.entries(conversation);
    const touched = [...(changes.put ?? []).map(([key]) => key), ...(changes.remove ?? [])];
    const entries = touched.filter((key) => key.startsWith(prefix) && isIndexed(Number(key.slice(prefix.length))));
    if (entries.length === 0) return [];
    const key = keys.searchStale(String(this.#next).padStart(12, '0'));
    this.#next += 1;
    this.#waiting.push({ key, conversation, entries });
    return [[key, encodeCbor([conversation, entries])]];
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** All that waits, to be seen to. */
  take(): readonly Stale[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** It was not. */
  giveBack(taken: readonly Stale[]): void {
    this.#waiting = [...taken, ...this.#waiting];
  }
}
