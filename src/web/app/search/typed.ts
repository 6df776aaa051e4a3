import { useSyncExternalStore } from 'react';
import { noQuery, parseQuery, type SearchFilter, type SearchQuery } from '../../../client/search/query.ts';

/** What stands in the field, and what was made a filter of. */
export interface Typed {
  readonly text: string;
  readonly filters: SearchQuery;
}

const nothing: Typed = { text: '', filters: noQuery };
let typed = nothing;
const listeners = new Set<() => void>();

/** It stays while one goes to what was found and comes back, and lives as long as the page: it is written nowhere. */
export const useTyped = (): Typed => useSyncExternalStore(subscribe, typedNow);

export const typedNow = (): Typed => typed;

export const queryOf = ({ text, filters }: Typed): SearchQuery => parseQuery(text, filters);

/** A filter that was typed whole, with a space after it, leaves the field and stands beside it. */
export function type(text: string): void {
  const query = parseQuery(text, typed.filters);
  const { words, ...filters } = query;
  const isWhole = /\s$/.test(text) && text.split('"').length % 2 === 1;
  const isNew = names.some((name) => filters[name] !== typed.filters[name]);
  set(isWhole && isNew ? { text: words && `${words} `, filters: { ...filters, words: '' } } : { ...typed, text });
}

export const setFilters = (filters: Partial<SearchQuery>): void =>
  set({ ...typed, filters: { ...typed.filters, ...filters, words: '' } });

export const forgetSearch = (): void => set(nothing);

export const filtersOf = ({ filters }: Typed): (readonly [SearchFilter, string])[] =>
  names.flatMap((name) => (filters[name] === null ? [] : [[name, filters[name]] as const]));

const names = ['from', 'in', 'on', 'after', 'before'] as const satisfies readonly SearchFilter[];

function set(next: Typed): void {
  typed = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
