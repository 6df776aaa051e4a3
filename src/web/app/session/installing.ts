import type { Store } from './store.ts';

/** What browsers that install apps ask with; the DOM's types do not have it yet. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/**
 * How this page becomes an app of its own: the browser offers it, or (`by hand`) only the person can. `no`: it is one, or
 * cannot be one here.
 */
export type Installing = 'offered' | 'by hand' | 'installed' | 'no';

let offer: InstallPrompt | null = null;
let installing: Installing = 'no';
const listeners = new Set<() => void>();

export const installState: Store<Installing> = {
  get: () => installing,
  subscribe: (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** From the page's beginning on: a browser says it once, and early. */
export function watchForInstalling(): void {
  // Safari on phones and tablets has no way to offer it; the others there do not have this property.
  const standalone: unknown = Reflect.get(navigator, 'standalone');
  if (standalone === false) tell('by hand');
  addEventListener('beforeinstallprompt', (event) => {
    // It waits in the settings until it is wanted.
    event.preventDefault();
    offer = event as InstallPrompt;
    tell('offered');
  });
  addEventListener('appinstalled', () => tell('installed'));
}

/** Asks the person, once, by the browser's own words. */
export async function install(): Promise<void> {
  const asking = offer;
  offer = null;
  const answer = await asking?.prompt();
  if (answer?.outcome !== 'accepted') tell('no');
}

function tell(now: Installing): void {
  installing = now;
  for (const listener of listeners) listener();
}
