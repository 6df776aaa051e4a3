import { isAtLeast } from '../../../protocol/severity.ts';
import { limits } from '../../../protocol/limits.ts';
import type { CountedRecords } from '../../core/ports.ts';
import type { Database } from './database.ts';
import { cursorOf } from './machines.ts';
import { units } from './tally.ts';

export interface Spans {
  readonly from: number;
  readonly to: number;
  readonly spans: number;
}

interface Layout {
  /** By the minute or by the hour, milliseconds. */
  readonly unit: number;
  /** Units in one span. */
  readonly width: number;
  /** In units since 1970. */
  readonly first: number;
  readonly count: number;
}

/** By the minute as long as a span is shorter than an hour. */
function layoutOf({ from, to, spans }: Spans): Layout {
  const [minute, hour] = units;
  const unit = to - Math.floor(from / minute) * minute < spans * hour ? minute : hour;
  const first = Math.floor(from / unit);
  const length = Math.max(1, Math.ceil(to / unit) - first);
  const width = Math.ceil(length / spans);
  return { unit, width, first, count: Math.ceil(length / width) };
}

const empty = ({ unit, width, first, count }: Layout): { at: number; records: number; errors: number }[] =>
  Array.from({ length: count }, (_, span) => ({ at: (first + span * width) * unit, records: 0, errors: 0 }));

/** What the index answers that knows nothing. */
export function nothingCounted(asked: Spans): CountedRecords {
  const layout = layoutOf(asked);
  return { span: layout.width * layout.unit, counts: empty(layout), levels: [], indexed: 0 };
}

export function count(database: Database, machine: string, asked: Spans): CountedRecords {
  const cursor = cursorOf(database, machine);
  if (!cursor) return nothingCounted(asked);
  const layout = layoutOf(asked);
  const { unit, width, first } = layout;
  const counts = empty(layout);
  const rows = database.rows(
    `SELECT (slot - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS span, levels.level, sum(records) AS records
       FROM counts LEFT JOIN levels ON levels.no = counts.level
       WHERE machine = ? AND unit = ? AND slot >= ? AND slot < ? GROUP BY span, counts.level`,
    first,
    width,
    cursor.no,
    unit,
    first,
    Math.ceil(asked.to / unit),
  );
  for (const { span, level, records } of rows) {
    const counted = counts[Number(span)];
    if (!counted) continue;
    counted.records += Number(records);
    if (typeof level === 'string' && isAtLeast(level, 'error')) counted.errors += Number(records);
  }
  return { span: width * unit, counts, levels: levelsOf(database, cursor.no), indexed: cursor.indexed };
}

function levelsOf({ rows }: Database, machine: number): string[] {
  const found = rows(
    `SELECT levels.level FROM totals JOIN levels ON levels.no = totals.level
       WHERE machine = ? ORDER BY records DESC, levels.level LIMIT ?`,
    machine,
    limits.levelsShown,
  );
  return found.map(({ level }) => String(level));
}
