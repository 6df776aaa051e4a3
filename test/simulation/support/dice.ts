import { sha256 } from '../../../src/crypto/encoding.ts';

/** Chance from a seed: the same numbers and bytes for the same seed, for ever. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(`simulation ${seed}`));
    this.#state = (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }

  /** 32 bits (mulberry32, Tommy Ettinger). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return this.#next() % end;
  }

  chance(probability: number): boolean {
    return this.#next() < probability * 0x1_0000_0000;
  }

  pick<Value>(some: readonly Value[]): Value {
    const picked = some[this.below(some.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  readonly bytes = (length: number): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 4) {
      const word = this.#next();
      for (let byte = 0; byte < 4 && at + byte < length; byte++) bytes[at + byte] = word >>> (8 * byte);
    }
    return bytes;
  };
}
