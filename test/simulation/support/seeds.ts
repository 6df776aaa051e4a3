import { type History, runHistory } from './history.ts';

const ONE = process.env['WAXWING_SEED'];
const ALL = process.env['WAXWING_SOAK'] ? 10_000 : 60;

/** One of so many equal parts of all seeds; or the one that is asked for, in the first part. */
export function seedsOf(part: number, parts: number, all = ALL): number[] {
  if (ONE !== undefined) return part === 1 ? [Number(ONE)] : [];
  return Array.from({ length: all / parts }, (_, index) => index * parts + part);
}

export interface Ran {
  readonly histories: number;
  readonly messages: number;
  readonly attacks: number;
  /** What the first few that broke say of themselves. */
  readonly broken: readonly string[];
}

const ENOUGH = 3;

export async function runAll(seeds: readonly number[], enough = ENOUGH): Promise<Ran> {
  const ran: History[] = [];
  const broken: string[] = [];
  for (const seed of seeds) {
    try {
      ran.push(await runHistory(seed));
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
      if (broken.length === enough) break;
    }
  }
  const sum = (of: (history: History) => number) => ran.reduce((all, history) => all + of(history), 0);
  return {
    histories: ran.length,
    messages: sum(({ messages }) => messages),
    attacks: sum(({ attacks }) => attacks),
    broken,
  };
}
