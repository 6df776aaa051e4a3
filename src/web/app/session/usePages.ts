import { useCallback, useState } from 'react';
import type { Outcome } from '../../../client/api.ts';
import { useFetched } from './useFetched.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/**
 * As many pages of a list as were asked for, in one; asked for again when `ask` is another.
 * @param ask a page of it from the one that `next` of the page before names
 */
export function usePages<Row, Next, Rest extends object>(
  ask: (next: Next | undefined) => Promise<Outcome<{ rows: readonly Row[]; next: Next | null } & Rest>>,
) {
  const [pages, setPages] = useState(1);
  const askAll = useCallback(async (): Promise<Outcome<Page<Row> & Rest>> => {
    const rows: Row[] = [];
    let next: Next | undefined;
    for (let page = 1; ; page += 1) {
      const outcome = await ask(next);
      if (!outcome.ok) return outcome;
      rows.push(...outcome.rows);
      if (outcome.next === null || page === pages) return { ...outcome, rows, more: outcome.next !== null };
      next = outcome.next;
    }
  }, [ask, pages]);
  return { ...useFetched(askAll), showMore: () => setPages(pages + 1) };
}
