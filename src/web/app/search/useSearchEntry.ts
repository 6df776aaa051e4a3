import { useEffect } from 'react';
import { stepBack } from '../session/layers.ts';
import { forgetSearch } from './typed.ts';

const isSearchEntry = (): boolean => (history.state as { search?: true } | null)?.search === true;

/**
 * A search has an entry of its own in the browser's history: back from what was found leads to it, and back from there ends it,
 * before anything else is left.
 */
export function useSearchEntry(isSearching: boolean): void {
  useEffect(() => {
    if (isSearching && !isSearchEntry()) history.pushState({ ...history.state, search: true }, '');
    if (!isSearching && isSearchEntry()) stepBack();
  }, [isSearching]);
  useEffect(() => {
    let wasThere = isSearchEntry();
    const look = ({ type }: Event): void => {
      const isLeft = type === 'popstate' && wasThere && !isSearchEntry();
      wasThere = isSearchEntry();
      if (isLeft) forgetSearch();
    };
    const events = ['popstate', 'pushState', 'replaceState'];
    for (const event of events) addEventListener(event, look);
    return () => {
      for (const event of events) removeEventListener(event, look);
    };
  }, []);
}
