import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Storage, Storages } from '../ports.ts';
import type { Server } from '../server.ts';
import { OwnAccount } from './own.ts';

/** The storage that says who is logged in on this device. */
export const DEVICE = 'device';
const CURRENT = 'current';
const KEYLESS = 'keyless';

/** Where the account that is logged in on this device has its things; null: nobody is. */
export async function storedAccount(
  storages: Storages,
  server: Server,
): Promise<{ own: OwnAccount; storage: Storage } | null> {
  const device = await storages.open(DEVICE);
  const name = await device.get(CURRENT);
  if (!name) return null;
  const storage = await storages.open(decodeCbor(name) as string);
  const own = await OwnAccount.load(storage, server);
  return own && { own, storage };
}

/** @param name of the account's storage; null: nobody is logged in any more */
export async function setCurrent(storages: Storages, name: string | null): Promise<void> {
  const device = await storages.open(DEVICE);
  await device.write(name === null ? { remove: [CURRENT] } : { put: [[CURRENT, encodeCbor(name)]], remove: [KEYLESS] });
}

/** The username of an account without encryption keys that is logged in on this device; null: there is none. */
export async function keylessAccount(storages: Storages): Promise<string | null> {
  const name = await (await storages.open(DEVICE)).get(KEYLESS);
  return name ? (decodeCbor(name) as string) : null;
}

export async function setKeyless(storages: Storages, username: string): Promise<void> {
  const device = await storages.open(DEVICE);
  await device.write({ put: [[KEYLESS, encodeCbor(username)]] });
}
