import type { SearchFilter } from '../../../client/search/query.ts';
import { shortDate } from '../words/time.ts';
import { t, type WordId } from '../words/words.ts';

const words: Record<SearchFilter, WordId> = {
  from: 'searchChipFrom',
  in: 'searchChipIn',
  on: 'searchChipOn',
  after: 'searchChipAfter',
  before: 'searchChipBefore',
};

/** "From: amara", "Before: 3 May 2026". */
export const filterWords = (name: SearchFilter, value: string): string =>
  t(words[name], {
    value: name === 'from' || name === 'in' ? value : shortDate(new Date(`${padded(value)}T12:00`).getTime()),
  });

const padded = (day: string): string =>
  day
    .split('-')
    .map((part) => part.padStart(2, '0'))
    .join('-');
