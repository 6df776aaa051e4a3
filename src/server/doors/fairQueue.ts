/** What waits, of one after the other in turn: whoever brings a thousand things waits behind their own, and others do not. */
export class FairQueue<T> {
  readonly #of = new Map<string, T[]>();

  get isEmpty(): boolean {
    return this.#of.size === 0;
  }

  add(from: string, thing: T): void {
    const theirs = this.#of.get(from);
    if (theirs) theirs.push(thing);
    else this.#of.set(from, [thing]);
  }

  /** The oldest thing of whoever has waited longest since their last. */
  next(): T | undefined {
    const [first] = this.#of;
    if (first === undefined) return undefined;
    const [from, theirs] = first;
    const thing = theirs.shift();
    this.#of.delete(from);
    if (theirs.length > 0) this.#of.set(from, theirs);
    return thing;
  }
}
