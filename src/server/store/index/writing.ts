import { crc32 } from 'node:zlib';
import type { StoredRecord } from '../../core/ports.ts';
import { BLOCK_BITS, VOLUME, addVolume, idOf, wordsOf, type Database } from './database.ts';
import { addLevel, addMachine, cursorOf, levelNo } from './machines.ts';
import { Tally } from './tally.ts';
import { spaced } from './words.ts';

/** A checksum by which a record is known again. */
export const checksum = ({ at, message }: StoredRecord): number => crc32(`${at} ${message}`);

/**
 * Takes up records of a machine, ascending, if the index has come to `after`; with them the cursor moves. False when it
 * has not: it was made anew meanwhile.
 */
export function add(database: Database, machine: string, after: number, records: readonly StoredRecord[]): boolean {
  return database.whole(() => {
    const { no, indexed } = cursorOf(database, machine) ?? addMachine(database, machine);
    const newest = records.at(-1);
    if (indexed !== after || newest === undefined) return false;
    const volume = currentVolume(database);
    addAll(database, { no, volume }, records);
    const [first, last] = [records[0]?.seq ?? newest.seq, newest.seq];
    database.run(
      'INSERT INTO parts (machine, volume, first, last) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last',
      no,
      volume,
      first,
      last,
    );
    database.run('UPDATE volumes SET records = records + ? WHERE no = ?', records.length, volume);
    database.run('UPDATE machines SET indexed = ?, newest = ? WHERE no = ?', last, checksum(newest), no);
    return true;
  });
}

/** The last volume, or a new one when that is full. */
function currentVolume(database: Database): number {
  const [last] = database.rows('SELECT no, records FROM volumes ORDER BY no DESC LIMIT 1');
  if (last && Number(last['records']) < VOLUME) return Number(last['no']);
  const next = Number(last?.['no'] ?? 0) + 1;
  addVolume(database, next);
  return next;
}

function addAll(database: Database, to: { no: number; volume: number }, records: readonly StoredRecord[]): void {
  const levels = new Map<string | null, number>();
  const times = new Map<bigint, [number, number]>();
  const tally = new Tally();
  for (const { seq, at, message, level: spelt, sealed } of records) {
    const id = idOf(to.no, seq);
    const level = levels.get(spelt) ?? levelNo(database, spelt) ?? addLevel(database, spelt ?? '');
    levels.set(spelt, level);
    database.run(
      `INSERT INTO ${wordsOf(to.volume)} (rowid, message, level) VALUES (?, ?, ?)`,
      id,
      sealed ? '' : spaced(message),
      level === 0 ? '' : String(level),
    );
    database.run('INSERT INTO records (id, at, level) VALUES (?, ?, ?)', id, at, level);
    const block = id >> BLOCK_BITS;
    const [earliest, latest] = times.get(block) ?? [at, at];
    times.set(block, [Math.min(earliest, at), Math.max(latest, at)]);
    tally.add(at, level);
  }
  for (const [block, [earliest, latest]] of times) {
    database.run(
      `INSERT INTO blocks (id, earliest, latest) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
         SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)`,
      block,
      earliest,
      latest,
    );
  }
  tally.apply(database, to.no, 1);
}
