const WIDTH = 30;

/** A bar on a terminal that says how much of a file has arrived. It has no colours. */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #size: number;
  #shown = '';

  constructor(write: (text: string) => void, size: number) {
    this.#write = write;
    this.#size = size;
  }

  /** @param arrived bytes of the file */
  show(arrived: number): void {
    const share = this.#size === 0 ? 1 : Math.min(1, arrived / this.#size);
    const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
    const line = `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %`;
    if (line !== this.#shown) this.#write(`\r${line}`);
    this.#shown = line;
  }

  /** Makes room for other words. */
  clear(): void {
    if (this.#shown !== '') this.#write(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }
}
