/** What the thread is to do. */
export interface Task {
  /** The backup. */
  readonly file: string;
  /** An age public key. */
  readonly recipient: string;
  /** The data folder. */
  readonly folder: string;
  readonly version: string;
  /** UTC milliseconds. */
  readonly at: number;
}

/** It is done when it says what it found wrong. */
export type ToServer = 'hold' | 'release' | Checked;

export interface Checked {
  /** In words, the first of each kind; empty when all is well. */
  readonly problems: readonly string[];
}

/** To `hold` and `release`. */
export interface Answer {
  /** Of the database file; null: it cannot be held now. */
  readonly descriptor: number | null;
  /** Whether it has stood still. */
  readonly still: boolean;
}
