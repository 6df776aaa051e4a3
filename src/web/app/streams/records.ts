import type { StreamRecord } from '../../../protocol/api/streams.ts';

/** Records in a row of places, of which not all are here. `at` answers undefined for one that is still on its way. */
export interface Records {
  readonly subscribe: (listener: () => void) => () => void;
  /** Another number after every change. */
  readonly version: () => number;
  /** The places go from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
  /** Null: there is none there any more. */
  at(place: number): StreamRecord | null | undefined;
  /** These places are in sight. */
  want(from: number, to: number): void;
  /** Tries again what failed. */
  again(): void;
}

/** Tells those who look at something that it is another now. */
export class Changes {
  readonly #listeners = new Set<() => void>();
  #version = 0;

  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
