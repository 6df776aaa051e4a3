import { type SeedRecipient, accountKeyFrom, newAccountKeySeed, sealSeeds } from '../../crypto/accountKey.ts';
import { type NextKey, accountKeyEntry, deviceBoxKeyEntry } from '../../crypto/chainEntries.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { type AccountChain, liveDevices, newestAccountKey } from '../../crypto/verify/accountChain.ts';
import type { NewAccountKey } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import { Refused } from '../server.ts';
import { keys } from '../storageKeys.ts';
import type { OwnAccount } from './own.ts';

/** Account keys and box keys serve for 30 days. */
const SERVICE = 30 * 24 * 3600_000;

interface Deps {
  readonly storage: Storage;
  readonly random: (length: number) => Uint8Array;
}

/**
 * Renews what has served its time, counted from when this device first held it, so that a thief of box keys and seeds is
 * shut out: first the device's box key, then the account key, which is sealed to it. The account key also comes anew after
 * a device has logged out, and where the newest did not come as it should. Answers whether it was for that.
 */
export async function renewKeys(deps: Deps, own: OwnAccount, now: number): Promise<boolean> {
  if (!own.isLive) return false;
  if (!own.holdsBoxKey || (await hasServed(deps.storage, keys.boxService, boxName(own), now)))
    await renewBoxKey(deps, own);
  const { generation } = newestAccountKey(own.chain);
  const served = await hasServed(deps.storage, keys.service, generation, now);
  if (!served && !own.chain.renewalOwed && !own.doubtsNewest) return false;
  const { doubtsNewest } = own;
  return (await renewAccountKey(deps, own)) && doubtsNewest;
}

async function hasServed(storage: Storage, key: string, which: number | string, now: number): Promise<boolean> {
  const bytes = await storage.get(key);
  const known = bytes && (decodeCbor(bytes) as { generation: number | string; since: number });
  if (known?.generation === which) return now - known.since > SERVICE;
  await storage.write({ put: [[key, encodeCbor({ generation: which, since: now })]] });
  return false;
}

const boxName = ({ device }: OwnAccount): string => toBase64url(device.box.publicKey).slice(0, 43);

/** Stored here, then in the chain, and only then in use. */
async function renewBoxKey({ random }: Deps, own: OwnAccount): Promise<void> {
  const next = await own.nextBox(random);
  const entry = deviceBoxKeyEntry(own.chain, own.device, next.publicKey);
  await unlessMoved(() => own.append(entry));
}

async function renewAccountKey({ random }: Deps, own: OwnAccount): Promise<boolean> {
  const newest = own.newestSeed();
  if (!newest) return false;
  const next = await nextAccountKey(own.chain, new Map([[newest.generation, newest.seed]]), null, random);
  const entry = accountKeyEntry(own.chain, { device: own.device }, next.key);
  return unlessMoved(() => own.append(entry, next));
}

/** Another device was first: what there still is to do shows once its entry is here. */
async function unlessMoved(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'chain_moved')) throw error;
    return false;
  }
}

/**
 * The next account key, sealed to every live device but `without`, and to the vault.
 * @param seeds the newest of them is what the new one's link opens
 */
export async function nextAccountKey(
  chain: AccountChain,
  seeds: ReadonlyMap<number, Uint8Array>,
  without: string | null,
  random: (length: number) => Uint8Array,
): Promise<{ key: NextKey; record: NewAccountKey; seed: Uint8Array }> {
  const { generation } = newestAccountKey(chain);
  const previousSeed = seeds.get(Math.max(...seeds.keys()));
  if (!previousSeed) throw new Failed('keys_do_not_match');
  const devices = liveDevices(chain)
    .map<SeedRecipient>(({ id, boxKey }) => ({ recipient: toBase64url(id), boxKey }))
    .filter(({ recipient }) => recipient !== without);
  const recipients = [...devices, { recipient: 'vault', boxKey: chain.vaultBoxKey }];
  const seed = newAccountKeySeed(random);
  const { record, seedsHash } = await sealSeeds({ generation: generation + 1, seed, recipients, previousSeed }, random);
  const { publicKey } = await accountKeyFrom(seed);
  return { key: { publicKey, seedsHash }, record, seed };
}
