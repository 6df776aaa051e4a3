import { openDatabase, removeDatabase, type Database } from './database.ts';

/** A second loss within this time is no bad luck: then the index waits; milliseconds. */
const WAIT = 10_000;

const FULL = 13;
const DAMAGE = new Set([10, 11, 14, 26]);

/** The index cannot be used for a while. */
export class IndexUnavailable extends Error {
  override readonly name = 'IndexUnavailable';
}

export function isOfSqlite(error: unknown): error is Error & { readonly errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

const primary = ({ errcode }: { readonly errcode: number }): number => errcode & 0xff;
export const isFull = (error: unknown): boolean => isOfSqlite(error) && primary(error) === FULL;
export const isDamage = (error: unknown): boolean => isOfSqlite(error) && DAMAGE.has(primary(error));

interface Given {
  readonly file: string;
  readonly report: (error: Error) => void;
  readonly now: () => number;
  /** The index is empty now. */
  readonly renewed: () => void;
}

/** The index's file, which is made anew whenever it is damaged or was taken away. */
export class IndexFile {
  readonly #given: Given;
  #database: Database | null = null;
  #lostAt = -Infinity;
  #waitsUntil = -Infinity;

  constructor(given: Given) {
    this.#given = given;
  }

  /** @throws IndexUnavailable */
  get database(): Database {
    if (this.#database?.isThere() === false) this.lost(new Error('the index was taken away'));
    this.#database ??= this.#open();
    return this.#database;
  }

  /** It is of no use any more; the next one who wants it gets an empty one. */
  lost(error: unknown): void {
    const { file, report, now, renewed } = this.#given;
    report(new Error('the index of records is made anew', { cause: error }));
    if (now() - this.#lostAt < WAIT) this.#waitsUntil = now() + WAIT;
    this.#lostAt = now();
    this.close();
    try {
      removeDatabase(file);
    } catch (cause) {
      report(new Error('the index cannot be removed', { cause }));
      this.#waitsUntil = now() + WAIT;
    }
    renewed();
  }

  close(): void {
    const database = this.#database;
    this.#database = null;
    try {
      database?.close();
    } catch (error) {
      this.#given.report(new Error('the index could not be closed', { cause: error }));
    }
  }

  #open(): Database {
    const { file, now } = this.#given;
    if (now() < this.#waitsUntil) throw new IndexUnavailable();
    try {
      return openDatabase(file);
    } catch (error) {
      this.lost(error);
    }
    if (now() < this.#waitsUntil) throw new IndexUnavailable();
    try {
      return openDatabase(file);
    } catch (error) {
      this.#waitsUntil = now() + WAIT;
      throw new IndexUnavailable('the index cannot be opened', { cause: error });
    }
  }
}
