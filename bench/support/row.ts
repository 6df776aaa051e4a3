/** One line of the table: what we do, beside what the machine can do without us in the same run. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly floor: string;
  readonly ratio: number;
  readonly goal: string;
  /** Null: measured, but no goal is set. */
  readonly met: boolean | null;
}

const columns = ['what', 'Waxwing', 'floor', 'ratio', 'goal', 'met'] as const;

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, ours, floor, ratio, goal, met }) => [
    what,
    ours,
    floor,
    ratio.toFixed(2),
    goal,
    met === null ? '' : met ? 'yes' : 'no',
  ]);
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(columns), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}
