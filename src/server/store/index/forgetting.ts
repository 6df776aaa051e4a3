import { BLOCK_BITS, dropVolume, idOf, seqOf, wordsOf, type Database } from './database.ts';
import { partsOf, type Cursor } from './machines.ts';
import { Tally } from './tally.ts';

/** So many records go in one turn. */
const STEP = 2000;

/** Forgets a step of what a machine had before that seq. False when there was nothing any more. */
export function forgetSome(database: Database, { no }: Cursor, first: number): boolean {
  return database.whole(() => {
    const gone = database.rows(
      'SELECT id, at, level FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
      idOf(no, 0),
      idOf(no, first),
      STEP,
    );
    const last = gone.at(-1)?.['id'];
    if (typeof last !== 'bigint') return false;
    const tally = new Tally();
    for (const { at, level } of gone) tally.add(Number(at), Number(level));
    tally.apply(database, no, -1);
    database.run('DELETE FROM records WHERE id >= ? AND id <= ?', idOf(no, 0), last);
    database.run('DELETE FROM blocks WHERE id >= ? AND id < ?', idOf(no, 0) >> BLOCK_BITS, last >> BLOCK_BITS);
    forgetWords(
      database,
      no,
      gone.map(({ id }) => id as bigint),
    );
    return true;
  });
}

function forgetWords(database: Database, machine: number, ids: readonly bigint[]): void {
  const last = seqOf(ids.at(-1) ?? 0n);
  for (const part of partsOf(database, machine)) {
    const inside = ids.filter((id) => seqOf(id) >= part.first && seqOf(id) <= part.last);
    for (const id of inside) database.run(`DELETE FROM ${wordsOf(part.volume)} WHERE rowid = ?`, id);
    if (part.last <= last) {
      database.run('DELETE FROM parts WHERE machine = ? AND volume = ?', machine, part.volume);
      dropIfEmpty(database, part.volume);
    } else if (part.first <= last) {
      database.run('UPDATE parts SET first = ? WHERE machine = ? AND volume = ?', last + 1, machine, part.volume);
    }
  }
}

/** All but the one that grows. */
function dropIfEmpty(database: Database, volume: number): void {
  const [newest] = database.rows('SELECT max(no) AS no FROM volumes');
  const [used] = database.rows('SELECT 1 FROM parts WHERE volume = ? LIMIT 1', volume);
  if (!used && Number(newest?.['no']) !== volume) dropVolume(database, volume);
}

/** Forgets a machine of which nothing is left. */
export function forgetMachine(database: Database, { no }: Cursor): void {
  database.whole(() => {
    const range = [idOf(no, 0) >> BLOCK_BITS, idOf(no + 1, 0) >> BLOCK_BITS] as const;
    database.run('DELETE FROM blocks WHERE id >= ? AND id < ?', ...range);
    for (const table of ['counts', 'totals', 'parts']) database.run(`DELETE FROM ${table} WHERE machine = ?`, no);
    database.run('DELETE FROM machines WHERE no = ?', no);
  });
}
