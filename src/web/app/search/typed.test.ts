import { afterEach, expect, test } from 'vitest';
import { filtersOf, forgetSearch, queryOf, setFilters, type, typedNow } from './typed.ts';

afterEach(forgetSearch);

test('a filter that was typed whole becomes a chip, and what is left stays in the field', () => {
  for (const text of ['from:', 'from:am', 'from:amara']) type(text);
  expect(typedNow().text).toBe('from:amara');
  expect(queryOf(typedNow())).toMatchObject({ words: '', from: 'amara' });
  type('from:amara ');
  expect(typedNow().text).toBe('');
  expect(filtersOf(typedNow())).toEqual([['from', 'amara']]);
  type('ladder ');
  expect(queryOf(typedNow())).toMatchObject({ words: 'ladder', from: 'amara' });
  expect(typedNow().text).toBe('ladder ');
});

test('a name in quotes may have spaces in it', () => {
  type('in:"the ');
  expect(filtersOf(typedNow())).toEqual([]);
  type('in:"the garden" ');
  expect(filtersOf(typedNow())).toEqual([['in', 'the garden']]);
});

test('filters are taken away one by one, and all with the search', () => {
  setFilters({ from: 'amara', before: '2026-01-31' });
  setFilters({ from: null });
  expect(filtersOf(typedNow())).toEqual([['before', '2026-01-31']]);
  forgetSearch();
  expect(filtersOf(typedNow())).toEqual([]);
});
