import type { Client, Outcome } from '../../../client/api.ts';
import type { StoredHere } from '../../../client/storing.ts';
import { CACHE_PREFIX } from '../../service/messages.ts';

/** In bytes, as the browser says it; null where it does not. */
interface Sizes {
  readonly all: number | null;
  readonly app: number;
  /** Whether the browser deletes nothing of it by itself; null: it does not say. */
  readonly persisted: boolean | null;
}

/** All that Waxwing stores on this device. */
export async function storedOn(client: Client): Promise<Outcome<StoredHere & Sizes>> {
  const stored = await client.stored();
  if (!stored.ok) return stored;
  // Where the connection is not secure there is none of it.
  const manager: StorageManager | undefined = navigator.storage;
  const estimate = await manager?.estimate().catch(() => null);
  const persisted = await manager?.persisted().catch(() => null);
  return { ...stored, all: estimate?.usage ?? null, app: await keptApp(), persisted: persisted ?? null };
}

/** Asks the browser to delete nothing by itself. Some ask the person. */
export const askToPersist = (): Promise<boolean> => navigator.storage.persist().catch(() => false);

async function keptApp(): Promise<number> {
  if (globalThis.caches === undefined) return 0;
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
  const sizes = await Promise.all(names.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(name: string): Promise<number> {
  const cache = await caches.open(name);
  const kept = await cache.matchAll();
  const files = await Promise.all(kept.map((response) => response.blob()));
  return files.reduce((sum, { size }) => sum + size, 0);
}
