import type { FoundRecords, RecordCondition, RecordPage } from '../../core/ports.ts';
import { BLOCK_BITS, idOf, seqOf, wordsOf, type Database } from './database.ts';
import { cursorOf, levelNo, partsOf, type Cursor, type Part } from './machines.ts';
import { matchOf } from './words.ts';

/** A search ends when it has taken so long, and says how far it came; milliseconds. */
const LONGEST = 150;

/** What the index answers that knows nothing. */
export const nothingFound = (page: RecordPage): FoundRecords => ({
  seqs: [],
  searched: 'after' in page ? page.after : 1,
  indexed: 0,
});

/** Volume by volume from one end, until there are enough. */
export function search(
  database: Database,
  machine: string,
  condition: RecordCondition,
  page: RecordPage,
  now: () => number,
): FoundRecords {
  const cursor = cursorOf(database, machine);
  if (!cursor) return nothingFound(page);
  const { indexed } = cursor;
  const whole = { searched: 'after' in page ? Math.max(indexed, page.after) : 1, indexed };
  const match = matched(database, condition);
  if (match === undefined) return { seqs: [], ...whole };

  const ends = now() + LONGEST;
  const found: number[] = [];
  for (const part of ordered(partsOf(database, cursor.no), page)) {
    const limit = page.limit - found.length;
    found.push(...inPart(database, cursor, part, { ...condition, match, limit, down: 'before' in page }));
    const full = found.length >= page.limit;
    if (!full && now() < ends) continue;
    const seqs = found.toSorted((one, other) => one - other);
    const edge = 'after' in page ? seqs.at(-1) : seqs[0];
    const passed = 'after' in page ? part.last : part.first;
    return { seqs, searched: full && edge !== undefined ? edge : passed, indexed };
  }
  return { seqs: found.toSorted((one, other) => one - other), ...whole };
}

/** The query of words and level; null: all fit. Undefined: none can. */
function matched(database: Database, { words = '', level }: RecordCondition): string | null | undefined {
  const message = matchOf(words);
  const no = level === undefined ? undefined : levelNo(database, level);
  if (level !== undefined && no === undefined) return undefined;
  const both = [message === null ? [] : `{message} : (${message})`, no === undefined ? [] : `{level} : "${no}"`].flat();
  return both.length === 0 ? null : both.join(' AND ');
}

/** Those that the page reaches, cut to it, from the end at which it begins. */
function ordered(parts: readonly Part[], page: RecordPage): Part[] {
  const [least, most] = 'after' in page ? [page.after + 1, Infinity] : [1, page.before - 1];
  const cut = parts
    .map(({ volume, first, last }) => ({ volume, first: Math.max(first, least), last: Math.min(last, most) }))
    .filter(({ first, last }) => first <= last);
  return 'after' in page ? cut : cut.toReversed();
}

interface Asked extends RecordCondition {
  readonly match: string | null;
  readonly limit: number;
  readonly down: boolean;
}

function inPart(database: Database, { no }: Cursor, { volume, first, last }: Part, asked: Asked): number[] {
  const { match, limit, down, from = 0, to = Number.MAX_SAFE_INTEGER } = asked;
  const timed = asked.from !== undefined || asked.to !== undefined;
  const range = timed
    ? blocksWithin(database, [idOf(no, first), idOf(no, last)], [from, to])
    : [idOf(no, first), idOf(no, last)];
  if (range === null) return [];
  const order = `ORDER BY id ${down ? 'DESC' : 'ASC'} LIMIT ?`;
  const table = wordsOf(volume);
  const sql =
    match === null
      ? `SELECT id FROM records WHERE id BETWEEN ? AND ? AND at BETWEEN ? AND ? ${order}`
      : timed
        ? `SELECT ${table}.rowid AS id FROM ${table} CROSS JOIN records ON records.id = ${table}.rowid
             WHERE ${table} MATCH ? AND ${table}.rowid BETWEEN ? AND ? AND at BETWEEN ? AND ? ${order}`
        : `SELECT rowid AS id FROM ${table} WHERE ${table} MATCH ? AND rowid BETWEEN ? AND ? ${order}`;
  const values = [...(match === null ? [] : [match]), ...range, ...(match === null || timed ? [from, to] : []), limit];
  return database.rows(sql, ...values).map(({ id }) => seqOf(id as bigint));
}

/** The part of a range of ids in which there can be records of these times; null when there is none. */
function blocksWithin(
  { rows }: Database,
  [first, last]: readonly [bigint, bigint],
  [from, to]: readonly [number, number],
): [bigint, bigint] | null {
  const [found] = rows(
    'SELECT min(id) AS least, max(id) AS most FROM blocks WHERE id BETWEEN ? AND ? AND latest >= ? AND earliest <= ?',
    first >> BLOCK_BITS,
    last >> BLOCK_BITS,
    from,
    to,
  );
  if (typeof found?.['least'] !== 'bigint' || typeof found['most'] !== 'bigint') return null;
  const [least, most] = [found['least'] << BLOCK_BITS, ((found['most'] + 1n) << BLOCK_BITS) - 1n];
  return [least > first ? least : first, most < last ? most : last];
}
