import { openLink, openSeed } from '../../crypto/accountKey.ts';
import type { BoxKey } from '../../crypto/boxKey.ts';
import { type AccountChain, type AccountKeyPublic, newestAccountKey } from '../../crypto/verify/accountChain.ts';
import type { AccountKeyRecord, OwnKeys } from '../../protocol/api/keys.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';

type Seeds = ReadonlyMap<number, Uint8Array>;

/** Who opens: a device by its id, or `vault`; with every box key that something may have been sealed to. */
export interface Opener {
  readonly recipient: string;
  readonly boxes: readonly BoxKey[];
}

/**
 * The seeds of the account key that `served` and `held` give, newest first: each by the link of a newer one, or from what
 * was sealed to the opener itself. One that is not the chain's is none. Answers all, with those that were held.
 */
export async function openSeeds(
  chain: AccountChain,
  served: OwnKeys,
  opener: Opener,
  held: Seeds = new Map(),
): Promise<Map<number, Uint8Array>> {
  const seeds = new Map(held);
  for (const half of chain.accountKeys.toReversed()) {
    const { generation } = half;
    const record = served.accountKeys.find((one) => one.generation === generation);
    const seed = seeds.get(generation) ?? (record && (await sealedSeed(half, record, opener)));
    if (!seed) continue;
    seeds.set(generation, seed);
    if (seeds.has(generation - 1)) continue;
    const older = await linked(chain, seed, generation, record);
    if (older) seeds.set(older.generation, older.seed);
  }
  return seeds;
}

/**
 * Whether the newest account key came as it should: its seed opens here, and the link below it opens with that. Nobody is
 * ever left with one that did not: whoever notices makes the next.
 */
export async function newestIsSound(chain: AccountChain, served: OwnKeys, seeds: Seeds): Promise<boolean> {
  const { generation, at } = newestAccountKey(chain);
  const seed = seeds.get(generation);
  if (!seed) return false;
  const inheritsNothing = chain.identityKeys.some((identity) => identity.at === at);
  if (inheritsNothing) return true;
  const record = served.accountKeys.find((one) => one.generation === generation);
  return (await linked(chain, seed, generation, record)) !== null;
}

/** The seeds that a vault's box key opens: every generation is sealed to it. @throws Failed when none opens */
export async function seedsFromVault(
  chain: AccountChain,
  vaultBox: BoxKey,
  served: OwnKeys,
): Promise<Map<number, Uint8Array>> {
  const seeds = await openSeeds(chain, served, { recipient: 'vault', boxes: [vaultBox] });
  if (seeds.size === 0) throw new Failed('keys_do_not_match');
  return seeds;
}

async function sealedSeed(
  half: AccountKeyPublic,
  { seeds }: AccountKeyRecord,
  { recipient, boxes }: Opener,
): Promise<Uint8Array | null> {
  const sealed = seeds.find((one) => one.recipient === recipient)?.sealed;
  if (sealed === undefined) return null;
  for (const box of boxes) {
    const seed = await openSeed(box, half, recipient, fromBase64url(sealed)).catch(() => null);
    if (seed) return seed;
  }
  return null;
}

async function linked(
  chain: AccountChain,
  seed: Uint8Array,
  generation: number,
  record: AccountKeyRecord | undefined,
): Promise<{ generation: number; seed: Uint8Array } | null> {
  if (record?.link === undefined) return null;
  const older = chain.accountKeys.filter((half) => half.generation < generation);
  return openLink(seed, generation, older, fromBase64url(record.link)).catch(() => null);
}
