import type { Keyed } from '../../core/ports.ts';

/** So many of a machine's newest records are looked through for an id that comes again. */
export const ID_WINDOW = 100_000;

/** What tells a record that comes again from a new one. */
export interface Marked {
  readonly id: string | null;
  readonly keyed?: Keyed | undefined;
}

/** The ids of a machine's last records, in their order, and the bodies of their keys. */
export class IdWindow {
  readonly #seqs = new Map<string, number>();
  readonly #bodies = new Map<string, { body: string; seq: number }>();

  get size(): number {
    return this.#seqs.size + this.#bodies.size;
  }

  get(id: string): number | undefined {
    return this.#seqs.get(id);
  }

  bodyOf(key: string): string | undefined {
    return this.#bodies.get(key)?.body;
  }

  /** Later than all that are there. */
  add({ id, keyed }: Marked, seq: number): void {
    if (id !== null) this.#seqs.set(id, seq);
    if (keyed) this.#bodies.set(keyed.key, { body: keyed.body, seq });
  }

  /** All of another, which are later. */
  join(other: IdWindow): void {
    for (const [id, seq] of other.#seqs) this.#seqs.set(id, seq);
    for (const [key, known] of other.#bodies) this.#bodies.set(key, known);
  }

  forgetBefore(head: number): void {
    for (const [id, seq] of this.#seqs) {
      if (seq > head - ID_WINDOW) break;
      this.#seqs.delete(id);
    }
    for (const [key, { seq }] of this.#bodies) {
      if (seq > head - ID_WINDOW) break;
      this.#bodies.delete(key);
    }
  }
}
