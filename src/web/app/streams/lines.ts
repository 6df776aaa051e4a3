import type { OpenedRecords } from './openedRecords.ts';
import type { Records } from './records.ts';

/** Records from a place to another as text, a line each: time, level, message. Those that are not here, or not open, are left out. */
export function linesOf(
  records: Records,
  opened: OpenedRecords,
  from: number,
  to: number,
): { text: string; count: number } {
  const lines: string[] = [];
  for (let place = from; place <= to; place += 1) {
    const record = records.at(place);
    const text = record ? opened.textOf(record) : null;
    if (!record || text === null) continue;
    lines.push([new Date(record.at).toISOString(), record.level ?? '-', text].join('\t'));
  }
  return { text: lines.join('\n'), count: lines.length };
}
