import type { BaseLocationHook } from 'wouter';
import { navigate, useBrowserLocation } from 'wouter/use-browser-location';
import { layers } from './layers.ts';

interface Going {
  readonly replace?: boolean;
}

/** Where the app is. A page that takes another's place takes it below all that lay over that one, too. */
export const useAppLocation: BaseLocationHook = (options) => [useBrowserLocation(options)[0], goTo];

function goTo(to: string, { replace = false }: Going = {}): void {
  if (replace) layers.replace(to, { from: cameFrom() });
  else navigate(to, { state: { from: location.pathname } });
}

/** Back to a list: by the history, if one came from there, so that it stands where it was left. */
export function goBackTo(path: string): void {
  if (cameFrom() === path) history.back();
  else goTo(path);
}

const cameFrom = (): string | undefined => (history.state as { from?: string } | null)?.from;
