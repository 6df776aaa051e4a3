import type { RecordFilter } from '../../../protocol/api/streams.ts';

const MINUTE = 60_000;
const DAY = 24 * 60;

export type Range =
  | { readonly kind: 'all' }
  | { readonly kind: 'last'; readonly minutes: number }
  /** UTC milliseconds, both included. */
  | { readonly kind: 'span'; readonly from: number; readonly to: number };

/** What of a stream is shown. */
export interface Filter {
  readonly words: string;
  /** Null: whichever. */
  readonly level: string | null;
  readonly range: Range;
}

export const everything: Filter = { words: '', level: null, range: { kind: 'all' } };

export function isEverything({ words, level, range }: Filter): boolean {
  return words.trim() === '' && level === null && range.kind === 'all';
}

/** The filter as the server takes it. */
export function queryOf({ words, level, range }: Filter, now: number): RecordFilter {
  return {
    ...(words.trim() !== '' && { words: words.trim() }),
    ...(level !== null && { level }),
    ...(range.kind === 'last' && { from: now - range.minutes * MINUTE }),
    ...(range.kind === 'span' && { from: range.from, to: range.to }),
  };
}

/** In how many spans of whole minutes a range is counted; of any time, the last day. */
export function countedSpans(range: Range, now: number): { from: number; to: number; spans: number } {
  const { from, to } = range.kind === 'span' ? range : { from: now - lengthOf(range) * MINUTE, to: now };
  const first = Math.floor(from / MINUTE);
  const minutes = Math.max(1, Math.ceil((to + 1) / MINUTE) - first);
  const each = Math.ceil(minutes / (minutes > 60 ? 48 : 60));
  const spans = Math.ceil(minutes / each);
  const last = range.kind === 'span' ? first + each * spans : Math.ceil((to + 1) / MINUTE);
  return { from: (last - each * spans) * MINUTE, to: last * MINUTE, spans };
}

/** In minutes; of any time, the last day. */
export function lengthOf(range: Range): number {
  if (range.kind === 'span') return Math.max(1, Math.round((range.to - range.from) / MINUTE));
  return range.kind === 'last' ? range.minutes : DAY;
}

/** Where what is shown can be had as a file. */
export function downloadPath(machine: string, filter: RecordFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1/streams/${encodeURIComponent(machine)}/download${query && `?${query}`}`;
}
