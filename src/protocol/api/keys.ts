import { z } from 'zod';
import { DeviceId, PublicKey, sealedBytes } from '../ids.ts';
import { limits } from '../limits.ts';

/** One entry of an account's chain, as its deterministic CBOR. */
export const ChainEntry = sealedBytes(limits.chainEntry);

/** An account key's seed sealed to one recipient: a live device's box key, or the vault box key. */
export const SealedSeed = z
  .strictObject({ recipient: z.union([DeviceId, z.literal('vault')]), sealed: sealedBytes(limits.sealedSeed) })
  .meta({ id: 'SealedSeed' });

/**
 * What goes up with a chain entry that brings an account key: the new seed sealed to everyone who holds it, and the seed
 * before it sealed under a key derived from the new one (absent for generation 1).
 */
export const NewAccountKey = z
  .strictObject({
    generation: z.int().positive(),
    seeds: z
      .array(SealedSeed)
      .min(1)
      .max(limits.devicesPerAccount + 1),
    link: sealedBytes(limits.sealedSeed).optional(),
  })
  .meta({ id: 'NewAccountKey' });

/** A generation as its owner reads it back: the seeds are those for the asking device and for the vault. */
export const AccountKeyRecord = NewAccountKey.meta({ id: 'AccountKeyRecord' });

/** The vault and its two wraps; `version` is compared when any of the three is replaced. */
export const Vault = z
  .strictObject({
    version: z.int().positive(),
    sealed: sealedBytes(limits.vault),
    passwordWrap: sealedBytes(256),
    recoveryWrap: sealedBytes(256),
    /** Public half of the log-in key that the recovery code yields. */
    recoveryKey: PublicKey,
  })
  .meta({ id: 'Vault' });

/**
 * What belongs to one account's keys and only its owner gets, a page at a time: the vault, chain entries in order, and
 * the account keys that these very entries brought. `more`: the chain goes on after the last of them.
 */
export const OwnKeys = z
  .object({
    vault: Vault,
    chain: z.array(ChainEntry).max(limits.chainPage),
    accountKeys: z.array(AccountKeyRecord).max(limits.chainPage),
    more: z.boolean(),
  })
  .meta({ id: 'OwnKeys' });

export type SealedSeed = z.infer<typeof SealedSeed>;
export type NewAccountKey = z.infer<typeof NewAccountKey>;
export type AccountKeyRecord = z.infer<typeof AccountKeyRecord>;
export type Vault = z.infer<typeof Vault>;
export type OwnKeys = z.infer<typeof OwnKeys>;
