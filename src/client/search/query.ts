import { type Word, fold, wordsOf } from './folding.ts';

/** `YYYY-MM-DD`, a day where the reader is. */
export type Day = string;

export interface SearchQuery {
  /** Each of them has to stand in a message, or a word that begins so. */
  readonly words: string;
  /** The beginning of a name: who wrote it. */
  readonly from: string | null;
  /** The beginning of a name: the room, or with whom. */
  readonly in: string | null;
  /** Later than that day, before it, on it. */
  readonly after: Day | null;
  readonly before: Day | null;
  readonly on: Day | null;
}

export type SearchFilter = Exclude<keyof SearchQuery, 'words'>;

export const noQuery: SearchQuery = { words: '', from: null, in: null, after: null, before: null, on: null };

const FILTER = /(?<=^|\s)(from|in|after|before|on):(?:"([^"]*)"|(\S*))/giu;

/** `from:amara in:"the garden" before:2026-01-31 ladder`: what is no filter is a word. */
export function parseQuery(typed: string, before: SearchQuery = noQuery): SearchQuery {
  const found: Partial<Record<SearchFilter, string>> = {};
  const words = typed.replaceAll(FILTER, (whole, name: string, quoted?: string, plain?: string) => {
    const filter = name.toLowerCase() as SearchFilter;
    const value = (quoted ?? plain ?? '').trim();
    if (value === '') return '';
    if (filter !== 'from' && filter !== 'in' && startOf(value) === null) return whole;
    found[filter] = value;
    return '';
  });
  return { ...before, ...found, words: words.replaceAll(/\s+/g, ' ').trim() };
}

export const isEmpty = ({ words, ...filters }: SearchQuery): boolean =>
  askedIn(words).length === 0 && Object.values(filters).every((value) => value === null);

/** More than anybody types. */
const MOST_WORDS = 24;

export const askedIn = (words: string): Word[] =>
  [...wordsOf(fold(words))].slice(0, MOST_WORDS).map(({ text, unspaced }) => ({ text, unspaced }));

/** UTC milliseconds: from `since` on, and before `until`. */
export function timesOf({ after, before, on }: SearchQuery): { readonly since: number; readonly until: number } {
  const from = [after === null ? null : startOf(after, 1), on === null ? null : startOf(on)];
  const to = [before === null ? null : startOf(before), on === null ? null : startOf(on, 1)];
  return {
    since: Math.max(...from.map((time) => time ?? -Infinity)),
    until: Math.min(...to.map((time) => time ?? Infinity)),
  };
}

/** When that day begins where the reader is, or the one so many days later; null: there is no such day. */
function startOf(day: Day, later = 0): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date);
  if (start.getMonth() !== month - 1 || start.getDate() !== date) return null;
  return new Date(year, month - 1, date + later).getTime();
}
