import type { BaseLocationHook } from 'wouter';
import { navigate, useBrowserLocation } from 'wouter/use-browser-location';
import { layersHere, onceStill, withoutLayers } from './layers.ts';

interface Going {
  readonly replace?: boolean;
}

/**
 * Where the app is. Who goes elsewhere out of a sheet leaves it behind: the new page takes its place in the history, and with
 * `replace` that of the page below it, too.
 */
export const useAppLocation: BaseLocationHook = (options) => [useBrowserLocation(options)[0], goTo];

function goTo(to: string, { replace = false }: Going = {}): void {
  if (replace) return withoutLayers(() => navigate(to, { replace, state: { from: cameFrom() } }));
  onceStill(() => navigate(to, { replace: layersHere() > 0, state: { from: location.pathname } }));
}

/** Back to a list: by the history, if one came from there, so that it stands where it was left. */
export function goBackTo(path: string): void {
  if (cameFrom() === path) history.back();
  else goTo(path);
}

const cameFrom = (): string | undefined => (history.state as { from?: string } | null)?.from;
