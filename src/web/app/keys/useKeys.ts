import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { isSearching, leadToSearch } from '../search/leadToSearch.ts';
import { useStateNow } from '../session/client.ts';
import { neighbour } from './neighbour.ts';
import { type Anywhere, shortcutOf } from './shortcuts.ts';

const steps: Partial<Record<Anywhere, readonly [step: 1 | -1, unread: boolean]>> = {
  next: [1, false],
  previous: [-1, false],
  nextUnread: [1, true],
  previousUnread: [-1, true],
};

export type Layer = 'switcher' | 'keys';

/** The keys that act everywhere. Answers which layer they have opened, and how to close it. */
export function useKeys(): [layer: Layer | null, close: () => void] {
  const [layer, setLayer] = useState<Layer | null>(null);
  const [location, navigate] = useLocation();
  const state = useStateNow();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const shortcut = shortcutOf(event);
      // A dialog has the keys to itself, and in a field a question mark is one.
      if (shortcut === null || event.isComposing || document.querySelector('[role=dialog]')) return;
      if (shortcut === 'keys' && isWritten(event.target)) return;
      if (shortcut === 'search' && hasOwnSearch(event, location)) return;
      event.preventDefault();
      if (shortcut === 'search') return leadToSearch(() => navigate('/'));
      const moved = steps[shortcut];
      if (!moved) return setLayer(shortcut as Layer);
      const to = neighbour(state(), location, ...moved);
      if (to !== null) navigate(to);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [location, navigate, state]);
  return [layer, () => setLayer(null)];
}

/** In a field a stroke is one, and a stream's records have a field of their own. */
const hasOwnSearch = ({ key, target }: KeyboardEvent, location: string): boolean =>
  isSearching() || (key === '/' && (isWritten(target) || location.startsWith('/streams/')));

const isWritten = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
