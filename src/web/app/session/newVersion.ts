import { CACHE_PREFIX, SERVICE_ADDRESS, TAKE_OVER } from '../../service/messages.ts';
import { trustedScript } from '../worker/trusted.ts';
import type { Store } from './store.ts';

/** So long a person who asked for the new version waits for it before the page is loaded from the server. */
const PATIENCE = 20_000;

let registration: ServiceWorkerRegistration | null = null;
let waits = false;
const listeners = new Set<() => void>();

/** Whether a new version of the app is on this device and waits to be used. */
export const newVersion: Store<boolean> = {
  get: () => waits,
  subscribe: (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/**
 * Keeps the app on this device, so that it opens without the network. Where the browser allows no service workers the app
 * is fetched each time.
 */
export async function keepApp(): Promise<void> {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (workers === undefined) return;
  try {
    const before = await workers.getRegistration(SERVICE_ADDRESS);
    changeWithOthers(workers, (before?.active ?? null) !== null);
    const kept = await workers.register(trustedScript('service'), { scope: '/', updateViaCache: 'none' });
    kept.addEventListener('updatefound', () => look(kept));
    look(kept);
    registration = kept;
  } catch {
    // A private window, say.
  }
}

/** One tab has taken the new version: its worker is that of all tabs, and so is the page. */
function changeWithOthers(workers: ServiceWorkerContainer, isKept: boolean): void {
  let changes = isKept;
  workers.addEventListener('controllerchange', () => {
    if (changes) location.reload();
    // The very first worker brings nothing new.
    changes = true;
  });
}

function look(kept: ServiceWorkerRegistration): void {
  tell(kept.waiting !== null && kept.active !== null);
  kept.installing?.addEventListener('statechange', () => look(kept));
}

function tell(now: boolean): void {
  if (now === waits) return;
  waits = now;
  for (const listener of listeners) listener();
}

/** The server may be another than before: asks it for a new version. */
export function askForNewVersion(): void {
  registration?.update().catch(() => undefined);
}

/** Opens the new version, in all tabs. Where it is not on this device yet it is fetched; nothing old is shown again. */
export async function openNewVersion(): Promise<void> {
  const next = await waitingWorker().catch(() => null);
  if (next) return next.postMessage(TAKE_OVER);
  await forgetApp().catch(() => undefined);
  location.reload();
}

async function waitingWorker(): Promise<ServiceWorker | null> {
  if (registration === null) return null;
  if (!registration.installing && !registration.waiting) {
    await Promise.race([registration.update().catch(() => undefined), after(PATIENCE)]);
  }
  // One that is still coming is newer than one that waits.
  if (registration.installing) await Promise.race([settled(registration.installing), after(PATIENCE)]);
  return registration.waiting;
}

const settled = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve) => {
    worker.addEventListener('statechange', () => resolve());
    if (worker.state !== 'installing') resolve();
  });

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Without it the service worker asks the server for every page. */
async function forgetApp(): Promise<void> {
  if (globalThis.caches === undefined) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHE_PREFIX)).map((name) => caches.delete(name)));
}
