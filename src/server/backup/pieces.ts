/** Bytes as they come, read in the portions that the reader wants. */
export class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** So many bytes, fewer only at the end. */
  async take(length: number): Promise<Buffer> {
    await this.#hold(length);
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  /** What was taken too early comes again. */
  giveBack(bytes: Buffer): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }

  /** Whether nothing comes any more. */
  async ended(): Promise<boolean> {
    await this.#hold(1);
    return this.#held.length === 0;
  }

  async #hold(length: number): Promise<void> {
    const parts: Uint8Array[] = [this.#held];
    for (let size = this.#held.length; size < length; size += parts.at(-1)?.length ?? 0) {
      const next = await this.#source.next();
      if (next.done) break;
      parts.push(next.value);
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts);
  }
}
