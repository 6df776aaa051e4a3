import type { Records } from './records.ts';

/** Records from a place to another as text, a line each: time, level, message. Those that are not here are left out. */
export function linesOf(records: Records, from: number, to: number): { text: string; count: number } {
  const lines: string[] = [];
  for (let place = from; place <= to; place += 1) {
    const record = records.at(place);
    if (!record) continue;
    lines.push([new Date(record.at).toISOString(), record.level ?? '-', record.message].join('\t'));
  }
  return { text: lines.join('\n'), count: lines.length };
}
