import type { Database } from './database.ts';

/** How far the index has come with a machine. */
export interface Cursor {
  readonly no: number;
  readonly indexed: number;
  /** A checksum of the record at that seq. */
  readonly newest: number;
}

export function cursorOf({ rows }: Database, machine: string): Cursor | null {
  const [row] = rows('SELECT no, indexed, newest FROM machines WHERE name = ?', machine);
  return row ? { no: Number(row['no']), indexed: Number(row['indexed']), newest: Number(row['newest']) } : null;
}

export function addMachine(database: Database, machine: string): Cursor {
  database.run('INSERT INTO machines (name) VALUES (?)', machine);
  const added = cursorOf(database, machine);
  if (!added) throw new Error(`${machine} is not in the index`);
  return added;
}

export const machinesOf = ({ rows }: Database): string[] =>
  rows('SELECT name FROM machines').map(({ name }) => String(name));

/** 0 is no level; undefined: no record has it. */
export function levelNo({ rows }: Database, level: string | null): number | undefined {
  if (level === null) return 0;
  const [row] = rows('SELECT no FROM levels WHERE level = ?', level.toLowerCase());
  return row && Number(row['no']);
}

export function addLevel(database: Database, level: string): number {
  database.run('INSERT INTO levels (level) VALUES (?)', level.toLowerCase());
  return levelNo(database, level) ?? 0;
}

/** A range of a machine's seqs that are in one volume. */
export interface Part {
  readonly volume: number;
  readonly first: number;
  readonly last: number;
}

/** Ascending. */
export function partsOf({ rows }: Database, machine: number): Part[] {
  return rows('SELECT volume, first, last FROM parts WHERE machine = ? ORDER BY first', machine).map((row) => ({
    volume: Number(row['volume']),
    first: Number(row['first']),
    last: Number(row['last']),
  }));
}
