import fs from 'node:fs';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { openFile } from '../openFile.ts';
import { TOKENIZER } from './words.ts';

/** Grows with every change of what is kept, or of how texts are taken apart: an index of another version is made anew. */
const VERSION = 1;

/** Records in one table of words: what a beginning of a word costs to look for is bounded by it. */
export const VOLUME = 131_072;
/** Records of one machine whose times are known together. */
export const BLOCK_BITS = 10n;

// Ids hold a machine's number and a seq, so that a machine's records are a range of ids.
const SEQ_BITS = 40n;
export const idOf = (machine: number, seq: number): bigint => (BigInt(machine) << SEQ_BITS) | BigInt(seq);
export const seqOf = (id: bigint): number => Number(BigInt.asUintN(Number(SEQ_BITS), id));

const tables = `
  CREATE TABLE machines (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    indexed INTEGER NOT NULL DEFAULT 0,
    -- A checksum of the record at that seq.
    newest INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE levels (no INTEGER PRIMARY KEY, level TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE records (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, level INTEGER NOT NULL) STRICT;
  -- The times of a block of records; its id is theirs without the last bits.
  CREATE TABLE blocks (id INTEGER PRIMARY KEY, earliest INTEGER NOT NULL, latest INTEGER NOT NULL) STRICT;
  CREATE TABLE counts (
    machine INTEGER NOT NULL, unit INTEGER NOT NULL, slot INTEGER NOT NULL, level INTEGER NOT NULL, records INTEGER NOT NULL,
    PRIMARY KEY (machine, unit, slot, level)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE totals (
    machine INTEGER NOT NULL, level INTEGER NOT NULL, records INTEGER NOT NULL,
    PRIMARY KEY (machine, level)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE volumes (no INTEGER PRIMARY KEY, records INTEGER NOT NULL DEFAULT 0) STRICT;
  -- Which records of a machine are in which volume.
  CREATE TABLE parts (
    machine INTEGER NOT NULL, volume INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (machine, volume)
  ) STRICT, WITHOUT ROWID;`;

// What is lost with the power is indexed again: the log of writes need not be synced, only be whole.
const pragmas = ['journal_mode = WAL', 'synchronous = NORMAL', 'secure_delete = ON', 'cache_size = -32768'];

/** The table of a volume's words. */
export const wordsOf = (volume: number): string => `words_${volume}`;

type Row = Record<string, SQLOutputValue | undefined>;

export interface Database {
  /** In one transaction. */
  readonly whole: <T>(act: () => T) => T;
  /** The rows of a statement that is prepared once; whole numbers are bigint. */
  readonly rows: (sql: string, ...values: SQLInputValue[]) => Row[];
  readonly run: (sql: string, ...values: SQLInputValue[]) => void;
  /** Whether the file is still the one that was opened. */
  readonly isThere: () => boolean;
  readonly close: () => void;
}

/** Opens an index, and makes it anew when it is not there or is of another version. @throws whatever is wrong with the file */
export function openDatabase(file: string): Database {
  fs.closeSync(fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_NOFOLLOW, 0o600));
  const db = openFile(file);
  try {
    for (const pragma of pragmas) db.exec(`PRAGMA ${pragma}`);
    const version = db.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version === 0) db.exec(`BEGIN; ${tables} PRAGMA user_version = ${VERSION}; COMMIT`);
    else if (version !== VERSION) throw new Error(`an index of version ${String(version)}`);
    return around(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
}

export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm']) fs.rmSync(file + end, { force: true });
}

export function addVolume({ run }: Database, volume: number): void {
  run(
    `CREATE VIRTUAL TABLE ${wordsOf(volume)}
       USING fts5(message, level, content='', contentless_delete=1, tokenize="${TOKENIZER}")`,
  );
  run('INSERT INTO volumes (no) VALUES (?)', volume);
}

export function dropVolume({ run }: Database, volume: number): void {
  run(`DROP TABLE ${wordsOf(volume)}`);
  run('DELETE FROM volumes WHERE no = ?', volume);
}

function around(db: DatabaseSync, file: string): Database {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = db.prepare(sql);
    made.setReadBigInts(true);
    prepared.set(sql, made);
    return made;
  };
  const { ino } = fs.statSync(file);
  return {
    whole(act) {
      db.exec('BEGIN');
      try {
        const result = act();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    rows: (sql, ...values) => statement(sql).all(...values),
    run: (sql, ...values) => void statement(sql).run(...values),
    isThere: () => fs.statSync(file, { throwIfNoEntry: false })?.ino === ino,
    close: () => db.close(),
  };
}
