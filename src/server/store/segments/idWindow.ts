/** So many of a machine's newest records are looked through for an id that comes again. */
export const ID_WINDOW = 100_000;

/** The ids of a machine's last records, in their order. */
export class IdWindow {
  readonly #seqs = new Map<string, number>();

  get size(): number {
    return this.#seqs.size;
  }

  get(id: string): number | undefined {
    return this.#seqs.get(id);
  }

  /** Later than all that are there. */
  add(id: string, seq: number): void {
    this.#seqs.set(id, seq);
  }

  forgetBefore(head: number): void {
    for (const [id, seq] of this.#seqs) {
      if (seq > head - ID_WINDOW) return;
      this.#seqs.delete(id);
    }
  }
}
