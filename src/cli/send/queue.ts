import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../remote/folders.ts';
import { CommandError } from '../usage.ts';
import { words } from './words.ts';

export interface Waiting {
  /** Its place in the queue; ever greater. */
  readonly no: number;
  /** A line of `POST /ingest/records`. */
  readonly line: string;
}

/** How far a file has been read. */
export interface Mark {
  readonly file: string;
  readonly offset: number;
  /** SHA-256 of what is before that, hexadecimal. */
  readonly sha256: string;
}

/** Bytes of lines that may wait; it takes a little more rather than cut what has been read. */
const QUEUE_BYTES = 64 * 1024 * 1024;
const BUSY = 5;
const PATIENCE = 10_000;

export type Queue = ReturnType<typeof openQueue>;

/**
 * Lines that wait for the server, on the disk: one queue for all processes that send for this machine. What `add` has taken
 * survives whatever happens to the process.
 * @throws CommandError
 */
export function openQueue(folder: string, capacity = QUEUE_BYTES) {
  makeFolder(folder);
  const database = open(folder);
  // The system lets go of this lock however a process ends.
  const turn = new DatabaseSync(path.join(folder, 'turn.lock'), { timeout: 0 });
  const insert = database.prepare('INSERT INTO line (line) VALUES (?)');
  const select = database.prepare('SELECT no, line FROM line ORDER BY no LIMIT ?');
  const remove = database.prepare('DELETE FROM line WHERE no <= ?');
  const count = database.prepare('SELECT count(*) AS lines FROM line WHERE no <= ?');
  const ends = database.prepare('SELECT coalesce(min(no), 0) AS first, coalesce(max(no), 0) AS last FROM line');
  const held = database.prepare('SELECT bytes FROM held');
  const hold = database.prepare('UPDATE held SET bytes = bytes + ?');
  const mark = database.prepare('SELECT file, offset, sha256 FROM mark WHERE file = ?');
  const unmark = database.prepare('DELETE FROM mark WHERE file = ?');
  const begin = database.prepare('INSERT OR IGNORE INTO mark (file, offset, sha256) VALUES (?, ?, ?)');
  const move = database.prepare('UPDATE mark SET offset = ?, sha256 = ? WHERE file = ? AND offset = ?');
  const numberOf = (row: Record<string, unknown> | undefined, name: string): number => Number(row?.[name] ?? 0);

  /** False when another process has moved the mark. */
  const marked = ({ file, offset, sha256 }: Mark, since: number | null): boolean => {
    const { changes } = since === null ? begin.run(file, offset, sha256) : move.run(offset, sha256, file, since);
    return Number(changes) === 1;
  };

  const transaction = <Value>(act: () => Value): Value => {
    try {
      database.exec('BEGIN IMMEDIATE');
      try {
        const value = act();
        database.exec('COMMIT');
        return value;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw new CommandError(words.queueUnusable(folder, (error as Error).message), { cause: error });
    }
  };

  return {
    folder,

    /**
     * On the disk when this returns, in this order, all or none, and with them how far their file has been read.
     * @param since where the file's mark was before; null: there was none
     * @throws CommandError
     */
    add(lines: readonly string[], at?: { readonly mark: Mark; readonly since: number | null }): void {
      transaction(() => {
        if (at && !marked(at.mark, at.since)) throw new CommandError(words.sentByAnother(at.mark.file));
        for (const line of lines) insert.run(line);
        hold.run(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0));
      });
    },

    isFull: (): boolean => numberOf(held.get(), 'bytes') >= capacity,

    /** The first ones, in order: as many as there are and may be, and at least one if there is one. */
    first(most: { readonly lines: number; readonly bytes: number }): Waiting[] {
      const rows = select.all(most.lines).map((row) => ({ no: Number(row['no']), line: String(row['line']) }));
      let bytes = 0;
      const over = rows.findIndex(({ line }, at) => (bytes += Buffer.byteLength(line) + 1) > most.bytes && at > 0);
      return over === -1 ? rows : rows.slice(0, over);
    },

    /** These have arrived; they were the first. */
    remove(arrived: readonly Waiting[]): void {
      transaction(() => {
        remove.run(arrived.at(-1)?.no ?? 0);
        hold.run(-arrived.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0));
      });
    },

    /** How many wait, up to that one. */
    waiting: (upTo = Number.MAX_SAFE_INTEGER): number => numberOf(count.get(upTo), 'lines'),
    /** Numbers of the first and the last that wait; 0: none do. */
    ends(): { readonly first: number; readonly last: number } {
      const row = ends.get();
      return { first: numberOf(row, 'first'), last: numberOf(row, 'last') };
    },

    markOf(file: string): Mark | null {
      const row = mark.get(file);
      return row ? { file, offset: numberOf(row, 'offset'), sha256: String(row['sha256']) } : null;
    },
    forget: (file: string): void => transaction(() => void unmark.run(file)),

    /** Runs it while no other process is at it; false: another one is. */
    async inTurn(act: () => Promise<void>): Promise<boolean> {
      try {
        turn.exec('BEGIN EXCLUSIVE');
      } catch (error) {
        if ((error as { errcode?: number }).errcode === BUSY) return false;
        throw new CommandError(words.queueUnusable(folder, (error as Error).message), { cause: error });
      }
      try {
        await act();
      } finally {
        turn.exec('ROLLBACK');
      }
      return true;
    },

    close(): void {
      turn.close();
      database.close();
    },
  };
}

function open(folder: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path.join(folder, 'queue.db'), { timeout: PATIENCE });
    database.exec(`
      PRAGMA auto_vacuum = FULL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS line (no INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS mark (
        file TEXT PRIMARY KEY, offset INTEGER NOT NULL, sha256 TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS held (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL) STRICT;
      INSERT OR IGNORE INTO held VALUES (1, 0);
      COMMIT;`);
    return database;
  } catch (error) {
    throw new CommandError(words.queueUnusable(folder, (error as Error).message), { cause: error });
  }
}
