import { openUnder, sealUnder } from './aead.ts';
import { boxKeyFrom, newBoxKey, type BoxKey } from './boxKey.ts';
import { EncodingError, encodeCbor, labelled, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels } from './labels.ts';
import { randomBytes, type Random } from './random.ts';
import { newSigningKey, signingKeyFrom, type SigningKey } from './signingKey.ts';
import { arrayOf, bytesOf, versionedFields } from './verify/fields.ts';

/**
 * What a password or a recovery code opens: the account identity key and the vault box key. The server keeps it sealed
 * under the vault key (32 random bytes), and the vault key wrapped twice, once for each of the two.
 */
export interface VaultContents {
  readonly identity: SigningKey;
  readonly box: BoxKey;
}

export type WrapKind = 'password' | 'recovery';

const VERSION = 1;
const KEY_LENGTH = 32;

export async function newVault(random?: Random): Promise<{ key: Bytes; contents: VaultContents }> {
  const key = randomBytes(KEY_LENGTH, random);
  return { key, contents: { identity: newSigningKey(random), box: await newBoxKey(random) } };
}

/** `version` is the vault's number among its replacements: the server cannot give out an older one as the newest. */
export function sealVault(
  vaultKey: Uint8Array,
  account: Uint8Array,
  version: number,
  { identity, box }: VaultContents,
  random?: Random,
): Promise<Bytes> {
  const packed = encodeCbor([VERSION, identity.seed, box.seed]);
  return sealUnder(vaultKey, packed, vaultAssociated(account, version), random);
}

/** @throws KeyError 'does not open' for another key, account or version; 'malformed', 'unknown suite' */
export async function openVault(
  vaultKey: Uint8Array,
  account: Uint8Array,
  version: number,
  sealed: Uint8Array,
): Promise<VaultContents> {
  const [identitySeed, boxSeed] = seedsOf(await openUnder(vaultKey, sealed, vaultAssociated(account, version)));
  return { identity: signingKeyFrom(identitySeed), box: await boxKeyFrom(boxSeed) };
}

function seedsOf(packed: Uint8Array): [Bytes, Bytes] {
  try {
    const [identitySeed, boxSeed] = arrayOf(versionedFields(packed, VERSION), 2);
    return [bytesOf(identitySeed, 32), bytesOf(boxSeed, 32)];
  } catch (error) {
    throw error instanceof EncodingError ? new KeyError('malformed') : error;
  }
}

/** A wrap does not bind the vault's version: a new password leaves the recovery code's wrap as it is. */
export function wrapVaultKey(
  wrappingKey: Uint8Array,
  kind: WrapKind,
  account: Uint8Array,
  vaultKey: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  if (vaultKey.length !== KEY_LENGTH) throw new RangeError('vault: a vault key has 32 bytes');
  return sealUnder(wrappingKey, vaultKey, wrapAssociated(account, kind), random);
}

/** @throws KeyError 'does not open' for another key, kind or account; 'malformed', 'unknown suite' */
export async function unwrapVaultKey(
  wrappingKey: Uint8Array,
  kind: WrapKind,
  account: Uint8Array,
  wrapped: Uint8Array,
): Promise<Bytes> {
  const vaultKey = await openUnder(wrappingKey, wrapped, wrapAssociated(account, kind));
  if (vaultKey.length !== KEY_LENGTH) throw new KeyError('malformed');
  return vaultKey;
}

/** What the password wraps the vault key with, from OPAQUE's export key (RFC 9807, 64 bytes). */
export function passwordWrappingKey(exportKey: Uint8Array): Bytes {
  return derive(exportKey, labels.passwordWrappingKey);
}

const vaultAssociated = (account: Uint8Array, version: number): Bytes =>
  labelled(labels.vault, encodeCbor([account, version]));
const wrapAssociated = (account: Uint8Array, kind: WrapKind): Bytes =>
  labelled(labels.vaultKeyWrap, encodeCbor([account, kind]));
