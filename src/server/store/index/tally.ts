import type { Database } from './database.ts';

/** Records are counted by the minute and by the hour; milliseconds. */
export const units = [60_000, 3600_000] as const;

/** How many records there are of each level in each minute and hour, to be added to the index or taken from it. */
export class Tally {
  readonly #slots = new Map<string, { unit: number; slot: number; level: number; records: number }>();
  readonly #levels = new Map<number, number>();

  add(at: number, level: number, records = 1): void {
    this.#levels.set(level, (this.#levels.get(level) ?? 0) + records);
    for (const unit of units) {
      const slot = Math.floor(at / unit);
      const key = `${unit} ${slot} ${level}`;
      const known = this.#slots.get(key);
      if (known) known.records += records;
      else this.#slots.set(key, { unit, slot, level, records });
    }
  }

  /** @param sign -1 takes away */
  apply({ run }: Database, machine: number, sign: 1 | -1): void {
    for (const { unit, slot, level, records } of this.#slots.values()) {
      run(
        `INSERT INTO counts (machine, unit, slot, level, records) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET records = records + excluded.records`,
        machine,
        unit,
        slot,
        level,
        sign * records,
      );
      if (sign < 0)
        run(
          'DELETE FROM counts WHERE machine = ? AND unit = ? AND slot = ? AND level = ? AND records <= 0',
          machine,
          unit,
          slot,
          level,
        );
    }
    for (const [level, records] of this.#levels) {
      run(
        `INSERT INTO totals (machine, level, records) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET records = records + excluded.records`,
        machine,
        level,
        sign * records,
      );
    }
    if (sign < 0) run('DELETE FROM totals WHERE machine = ? AND records <= 0', machine);
  }
}
