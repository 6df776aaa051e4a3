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

export type ToServer = 'hold' | 'release' | 'done';

/** To `hold` and `release`. */
export interface Answer {
  /** Of the database file; null: it cannot be held now. */
  readonly descriptor: number | null;
  /** Whether it has stood still. */
  readonly still: boolean;
}
