import fs from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../../core/unavailable.ts';
import { openFile, openHeldFile } from '../openFile.ts';
import { DatabaseDamaged, DatabaseInUse, isBusy } from './errors.ts';
import { migrate } from './schema.ts';

const CHECKPOINT = 'wal_autocheckpoint = 4000';

/**
 * A prepared statement that outlives the database's reopening. Rows come as SQLite gives them, in the shape that the
 * statement's author declares.
 */
export class Statement<Row = never> {
  readonly sql: string;
  /** Only the connection sets it. */
  inner: StatementSync | null = null;

  constructor(sql: string) {
    this.sql = sql;
  }

  /** How many rows it changed. */
  run(...values: SQLInputValue[]): number {
    return this.#open.run(...values).changes as number;
  }

  get(...values: SQLInputValue[]): Row | undefined {
    return this.#open.get(...values) as Row | undefined;
  }

  all(...values: SQLInputValue[]): Row[] {
    return this.#open.all(...values) as Row[];
  }

  get #open(): StatementSync {
    if (this.inner === null) throw new StoreUnavailable('closed');
    return this.inner;
  }
}

/** The database file while it stands still: what is written meanwhile waits in the write-ahead log. */
export interface HeldFile {
  /** To read it by. Whoever opened and closed it anew in this process would take SQLite's lock away. */
  readonly descriptor: number;
  /** Ends it, and says whether the file stood still all the time. */
  release(): boolean;
}

/**
 * The one connection to DATA/waxwing.db. It holds the file for itself (locking_mode EXCLUSIVE): what the store keeps in
 * memory is true because nobody else writes.
 */
export class Connection {
  readonly file: string;
  #db: DatabaseSync | null = null;
  readonly #statements: Statement<unknown>[] = [];
  /** Closed after SQLite has closed: a closed descriptor of the file takes all locks of this process with it. */
  readonly #descriptor: number | null;
  #closed = false;
  /** Set while the file is left as it is. */
  #held: symbol | null = null;

  /**
   * @param held another connection of this process holds the file as it is: this one reads it past its lock, and writes nothing
   * @throws NewerDatabase, DatabaseInUse, DatabaseDamaged
   */
  constructor(folder: string, held = false) {
    this.file = path.join(folder, 'waxwing.db');
    if (held) {
      this.#descriptor = null;
      this.#db = openHeldFile(this.file);
      return;
    }
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.chmodSync(folder, 0o700);
    this.#descriptor = fs.openSync(this.file, fs.constants.O_RDONLY | fs.constants.O_CREAT, 0o600);
    try {
      fs.chmodSync(this.file, 0o600);
      this.#open();
    } catch (error) {
      fs.closeSync(this.#descriptor);
      throw error;
    }
  }

  get db(): DatabaseSync {
    if (this.#db === null) throw new StoreUnavailable('closed');
    return this.#db;
  }

  /** Prepared now, and again whenever the database is opened anew. */
  prepare<Row = never>(sql: string): Statement<Row> {
    const statement = new Statement<Row>(sql);
    statement.inner = this.db.prepare(sql);
    this.#statements.push(statement);
    return statement;
  }

  /**
   * After an error of the disk: opens the file anew, checks it, and moves all of the write-ahead log into it, so that
   * what the system only has in its cache is written and synced again.
   * @throws whatever still is wrong; the connection is closed then
   */
  reopen(): void {
    this.#shut();
    try {
      this.#open();
      this.#check();
      this.truncateLog();
      for (const statement of this.#statements) statement.inner = this.db.prepare(statement.sql);
    } catch (error) {
      this.#shut();
      throw error;
    }
  }

  /**
   * Leaves the file as it is now, with all that is in it, so that it can be read from elsewhere (by another process
   * through SQLite with `immutable=1`); null when it is held already, or something reads from the write-ahead log.
   */
  hold(): HeldFile | null {
    const descriptor = this.#descriptor;
    if (descriptor === null || this.#held !== null || !this.truncateLog()) return null;
    this.db.exec('PRAGMA wal_autocheckpoint = 0');
    const held = Symbol('held');
    this.#held = held;
    const release = (): boolean => {
      if (this.#held !== held) return false;
      this.#held = null;
      this.db.exec(`PRAGMA ${CHECKPOINT}`);
      return true;
    };
    return { descriptor, release };
  }

  /** Moves the write-ahead log into the database and cuts it to nothing. False when something still reads from either. */
  truncateLog(): boolean {
    if (this.#held !== null) return false;
    return this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#shut();
    if (this.#descriptor !== null) fs.closeSync(this.#descriptor);
  }

  #shut(): void {
    for (const statement of this.#statements) statement.inner = null;
    const db = this.#db;
    this.#db = null;
    this.#held = null;
    if (db?.isOpen) db.close();
  }

  #open(): void {
    const db = openFile(this.file, { timeout: 2_000, enableForeignKeyConstraints: true });
    try {
      for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);
      migrate(db);
      this.#db = db;
    } catch (error) {
      db.close();
      throw isBusy(error) ? new DatabaseInUse(this.file, { cause: error }) : error;
    }
  }

  #check(): void {
    const found = this.db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (found !== 'ok') throw new DatabaseDamaged(`the database is damaged: ${String(found)}`);
  }
}

/** Security first: an ack means synced (FULL), deleted means overwritten, and the schema is not trusted to run code. */
const pragmas = [
  'locking_mode = EXCLUSIVE',
  'journal_mode = WAL',
  'synchronous = FULL',
  'trusted_schema = OFF',
  'secure_delete = ON',
  'cache_size = -65536',
  CHECKPOINT,
];
