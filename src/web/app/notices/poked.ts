import type { Client, Outcome } from '../../../client/api.ts';
import { fromBase64url } from '../../../protocol/base64url.ts';

interface Wishes {
  readonly muted: readonly string[];
  readonly rooms: readonly string[];
}

/**
 * Has this device poked while Waxwing is closed, for what is wished. Answers whether that is so: not where the browser has no
 * push service, or the server pokes nobody.
 */
export async function keepPoked(client: Client, wishes: Wishes): Promise<Outcome<{ poked: boolean }>> {
  const push = await client.push();
  if (!push.ok) return push;
  const endpoint = push.key === null ? null : await subscribed(push.key).catch(() => null);
  if (endpoint === null) return { ok: true, poked: false };
  const set = await client.setPush({ endpoint, muted: [...wishes.muted], rooms: [...wishes.rooms] });
  return set.ok ? { ok: true, poked: true } : set;
}

/** This browser takes no pokes any more, whatever the server thinks of it. */
export async function endPoked(client: Client): Promise<void> {
  await forgetPoked();
  await client.removePush();
}

export async function forgetPoked(): Promise<void> {
  const before = await (await manager())?.getSubscription();
  await before?.unsubscribe();
}

const manager = async (): Promise<PushManager | undefined> =>
  (await navigator.serviceWorker?.getRegistration())?.pushManager;

/** Where the push service takes pokes for this browser; null: there is none. @throws when it is not to be had */
async function subscribed(key: string): Promise<string | null> {
  const pushes = await manager();
  if (!pushes) return null;
  const before = await pushes.getSubscription();
  const applicationServerKey = fromBase64url(key);
  // Of another server, or of this one before it lost its key.
  if (before && !isKey(before.options.applicationServerKey, applicationServerKey)) await before.unsubscribe();
  return (await pushes.subscribe({ userVisibleOnly: true, applicationServerKey })).endpoint;
}

function isKey(known: ArrayBuffer | null, key: Uint8Array): boolean {
  const bytes = new Uint8Array(known ?? new ArrayBuffer(0));
  return bytes.length === key.length && bytes.every((byte, index) => byte === key[index]);
}
