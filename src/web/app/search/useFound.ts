import { useEffect, useState } from 'react';
import type { SearchQuery, SearchView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';

/** What a search finds. What the one before has found stays until then; null: nothing was found yet. */
export function useFound(query: SearchQuery, most: number): SearchView | null {
  const client = useClient();
  const [found, setFound] = useState<SearchView | null>(null);
  const { words, from, in: within, after, before, on } = query;
  useEffect(
    () => client.watchSearch({ words, from, in: within, after, before, on }, most, setFound),
    [client, words, from, within, after, before, on, most],
  );
  return found;
}
