import { toBase64url } from '../protocol/base64url.ts';
import type { NewAccountKey } from '../protocol/api/keys.ts';
import { openUnder, sealUnder } from './aead.ts';
import { boxKeyFrom, openWith, sealTo, type BoxKey } from './boxKey.ts';
import { encodeCbor, equalBytes, labelled, sha256, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels } from './labels.ts';
import { randomBytes, type Random } from './random.ts';
import { seedsHash } from './verify/accountChain.ts';

/**
 * An account's key comes in generations 1, 2, 3 ..., each from a seed of 32 random bytes. A seed is sealed to every live
 * device's box key and to the vault box key, and the seed before it under a key derived from the new one (the link), so
 * that the newest opens all. Seals and links bind the public half that stands in the chain, not the account's id: the id
 * of a new account is the hash of an entry that holds the hash of these very seals.
 */
export interface AccountKeyHalf {
  readonly generation: number;
  readonly publicKey: Uint8Array;
}

/** Who gets a seed: `vault`, or a device by the base64url of its id. */
export interface SeedRecipient {
  readonly recipient: string;
  readonly boxKey: Uint8Array;
}

export const newAccountKeySeed = (random?: Random): Bytes => randomBytes(32, random);

export const accountKeyFrom = (seed: Uint8Array): Promise<BoxKey> => boxKeyFrom(seed);

/**
 * What goes up beside the chain entry that brings the generation. `previousSeed` is null where nothing is inherited: for
 * generation 1 and after a reset.
 * @throws KeyError 'bad box key' when a recipient's box key is none.
 */
export async function sealSeeds(
  given: {
    readonly generation: number;
    readonly seed: Uint8Array;
    readonly recipients: readonly SeedRecipient[];
    readonly previousSeed: Uint8Array | null;
  },
  random?: Random,
): Promise<{ record: NewAccountKey; seedsHash: Bytes }> {
  const { generation, seed, recipients, previousSeed } = given;
  const { publicKey } = await accountKeyFrom(seed);
  const seeds: { recipient: string; sealed: Bytes }[] = [];
  for (const { recipient, boxKey } of recipients) {
    seeds.push({
      recipient,
      sealed: await sealTo(boxKey, seedInfo({ generation, publicKey }, recipient), seed, random),
    });
  }
  const link = previousSeed && (await sealLink(seed, generation, previousSeed, random));
  const record: NewAccountKey = {
    generation,
    seeds: seeds.map(({ recipient, sealed }) => ({ recipient, sealed: toBase64url(sealed) })),
    ...(link && { link: toBase64url(link) }),
  };
  return { record, seedsHash: seedsHash(generation, seeds, link) };
}

/**
 * The seed of the chain's account key `half`, from what was sealed to `recipient`.
 * @throws KeyError 'not the key of the chain' when it opens but is another's: its owner then publishes the next; otherwise
 * as `openWith`.
 */
export async function openSeed(
  boxKey: BoxKey,
  half: AccountKeyHalf,
  recipient: string,
  sealed: Uint8Array,
): Promise<Bytes> {
  return checkedSeed(await openWith(boxKey, seedInfo(half, recipient), sealed), half);
}

/**
 * The seed that the link of generation `generation` holds: the one before it, or, where its maker could not open that one,
 * the newest before it that they held. `older` are the chain's account keys below `generation`.
 * @throws KeyError 'does not open', 'not the key of the chain', 'malformed', 'unknown suite'
 */
export async function openLink(
  newerSeed: Uint8Array,
  generation: number,
  older: readonly AccountKeyHalf[],
  link: Uint8Array,
): Promise<{ generation: number; seed: Bytes }> {
  const seed = await openUnder(linkKey(newerSeed, generation), link, linkAssociated(generation));
  if (seed.length !== 32) throw new KeyError('malformed');
  const { publicKey } = await accountKeyFrom(seed);
  const half = older.findLast((one) => equalBytes(one.publicKey, publicKey));
  if (!half) throw new KeyError('not the key of the chain');
  return { generation: half.generation, seed };
}

async function checkedSeed(seed: Bytes, { publicKey }: AccountKeyHalf): Promise<Bytes> {
  if (seed.length !== 32) throw new KeyError('malformed');
  const key = await accountKeyFrom(seed);
  if (!equalBytes(key.publicKey, publicKey)) throw new KeyError('not the key of the chain');
  return seed;
}

function seedInfo({ generation, publicKey }: AccountKeyHalf, recipient: string): Bytes {
  return labelled(labels.accountKeySeed, encodeCbor([generation, recipient, sha256(publicKey)]));
}

function sealLink(seed: Uint8Array, generation: number, previousSeed: Uint8Array, random?: Random): Promise<Bytes> {
  return sealUnder(linkKey(seed, generation), previousSeed, linkAssociated(generation), random);
}

const linkKey = (newerSeed: Uint8Array, generation: number) => derive(newerSeed, labels.accountKeyLink, [generation]);
const linkAssociated = (generation: number) => labelled(labels.accountKeyLink, encodeCbor([generation]));
