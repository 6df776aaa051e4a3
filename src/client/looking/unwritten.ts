import type { Changes, Storage, Storages } from '../ports.ts';

/** Null: it was removed. */
type Written = Map<string, Uint8Array | null>;

/** Storages on which nothing that is written stays: it is there for whoever wrote it, until they are closed. */
export class Unwritten implements Storages {
  readonly #open: Storages['open'];
  readonly #opened = new Map<string, Promise<Storage>>();

  /** @param open what lies there; it is only read */
  constructor(open: Storages['open']) {
    this.#open = open;
  }

  open(name: string): Promise<Storage> {
    const opened = this.#opened.get(name) ?? this.#open(name).then(over);
    this.#opened.set(name, opened);
    return opened;
  }

  async destroy(): Promise<void> {
    throw new Error('nothing is taken away here');
  }

  async close(): Promise<void> {
    for (const opened of await Promise.allSettled(this.#opened.values()))
      if (opened.status === 'fulfilled') opened.value.close();
  }
}

function over(lying: Storage): Storage {
  const written: Written = new Map();
  return {
    async get(key) {
      const value = written.get(key);
      return value === undefined ? lying.get(key) : (value ?? undefined);
    },
    async range(from, to, { limit = Infinity, last = false } = {}) {
      const here = [...written].filter(([key]) => key >= from && key < to);
      // Each that was written hides one that lies there at most.
      const most = limit === Infinity ? {} : { limit: limit + here.length };
      const all = new Map<string, Uint8Array | null>(await lying.range(from, to, { ...most, last }));
      for (const [key, value] of here) all.set(key, value);
      const found = [...all].filter((entry): entry is [string, Uint8Array] => entry[1] !== null);
      return found.toSorted(([a], [b]) => (a < b === last ? 1 : -1)).slice(0, limit);
    },
    async write({ put = [], remove = [] }: Changes) {
      for (const key of remove) written.set(key, null);
      for (const [key, value] of put) written.set(key, value);
    },
    close: () => lying.close(),
  };
}
