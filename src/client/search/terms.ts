/** No term has one. */
const BETWEEN = '\n';

/**
 * The terms of a segment, in order of their UTF-16 units and numbered so. They lie in one string, one behind the other: as
 * strings of their own they would take several times as much memory.
 */
export class Terms {
  readonly joined: string;
  readonly length: number;
  /** Where each begins, and where one more would. */
  readonly #starts: Uint32Array;

  /** `length` of them, as `joined` has given them. */
  constructor(joined: string, length: number) {
    this.joined = joined;
    this.length = length;
    this.#starts = new Uint32Array(length + 1);
    for (let term = 1; term < length; term++) {
      this.#starts[term] = joined.indexOf(BETWEEN, this.#starts[term - 1]) + 1;
    }
    this.#starts[length] = joined.length + 1;
  }

  static of(ordered: readonly string[]): Terms {
    return new Terms(ordered.join(BETWEEN), ordered.length);
  }

  all(): readonly string[] {
    return this.length === 0 ? [] : this.joined.split(BETWEEN);
  }

  /** Those that begin so: the number of the first, and of the first behind them. */
  beginning(beginning: string): [number, number] {
    const first = this.#firstWhere((term) => term >= beginning);
    return [first, this.#firstWhere((term) => term >= beginning && !term.startsWith(beginning))];
  }

  #firstWhere(holds: (term: string) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #at(term: number): string {
    return this.joined.slice(this.#starts[term], (this.#starts[term + 1] ?? 0) - 1);
  }
}
