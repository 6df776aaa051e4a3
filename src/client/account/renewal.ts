import { type SeedRecipient, accountKeyFrom, newAccountKeySeed, sealSeeds } from '../../crypto/accountKey.ts';
import type { NextKey } from '../../crypto/chainEntries.ts';
import { type AccountChain, liveDevices, newestAccountKey } from '../../crypto/verify/accountChain.ts';
import type { NewAccountKey } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';

/** An account key serves for 30 days. */
const SERVICE = 30 * 24 * 3600_000;

/** Whether the newest account key has served its time, counted from when this device first held it. */
export async function hasServed(storage: Storage, chain: AccountChain, now: number): Promise<boolean> {
  const { generation } = newestAccountKey(chain);
  const bytes = await storage.get(keys.service);
  const known = bytes && (decodeCbor(bytes) as { generation: number; since: number });
  if (known?.generation === generation) return now - known.since > SERVICE;
  await storage.write({ put: [[keys.service, encodeCbor({ generation, since: now })]] });
  return false;
}

/**
 * The next account key, sealed to every live device but `without`, and to the vault.
 * @param seeds must hold the newest seed, which the new one's link opens
 */
export async function nextAccountKey(
  chain: AccountChain,
  seeds: ReadonlyMap<number, Uint8Array>,
  without: string | null,
  random: (length: number) => Uint8Array,
): Promise<{ key: NextKey; record: NewAccountKey; seed: Uint8Array }> {
  const { generation } = newestAccountKey(chain);
  const previousSeed = seeds.get(generation);
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
