import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { openWith, sealTo } from './boxKey.ts';
import { type DeviceAddition, countersigned, deviceAddition } from './chainEntries.ts';
import type { DeviceKeys } from './deviceKeys.ts';
import { EncodingError, decodeCbor, encodeCbor, equalBytes, labelled, sha256, type Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';
import { labels, purposes } from './labels.ts';
import type { Random } from './random.ts';
import type { SigningKey } from './signingKey.ts';
import type { AccountChain } from './verify/accountChain.ts';
import { ChainError } from './verify/chainError.ts';
import { decodeChainEntry } from './verify/chainEntry.ts';
import { arrayOf, bytesOf, integerOf, textOf, versionedFields } from './verify/fields.ts';
import { verifySignature } from './verify/signature.ts';

/**
 * A new device becomes one of an account with the help of a device that is one already. Between them stands the server,
 * which may swap whatever passes through it; so the two are bound by what the person carries from one to the other: a
 * QR code with a hash and a secret, or a number that both show.
 */
export interface NewDevicePublic {
  readonly signingKey: Bytes;
  readonly boxKey: Bytes;
}

/** What the old device says of its account before numbers are compared. */
export interface Greeting {
  readonly username: string;
  readonly account: Uint8Array;
  readonly identityKey: Uint8Array;
  /** 32 random bytes, unknown to everybody when the new device committed itself to its own. */
  readonly nonce: Uint8Array;
}

/** The account that the new device may trust: whose secret made the MAC, or whose number was the same on both. */
export type Trust = { readonly secret: Uint8Array } | Pick<Greeting, 'account' | 'identityKey'>;

/** What a grant gives, opened and checked. Whether the seed is that of the newest account key is for the chain to say. */
export interface Granted {
  readonly account: Bytes;
  readonly identityKey: Bytes;
  /** `device added`, with both signatures. */
  readonly entry: Bytes;
  readonly generation: number;
  readonly seed: Bytes;
}

const VERSION = 1;
const DIGITS = 9;

/** What the QR code says of the new device's keys. */
export function linkingKeysHash({ signingKey, boxKey }: NewDevicePublic): Bytes {
  return sha256(labelled(labels.linkingKeys, encodeCbor([signingKey, boxKey])));
}

/**
 * By this the new device is bound to its nonce before the old one draws its own. So neither side, nor anybody between
 * them, can try out keys until two numbers are the same: a short number is enough.
 */
export function linkingCommitment({ signingKey, boxKey }: NewDevicePublic, nonce: Uint8Array): Bytes {
  return sha256(labelled(labels.linkingCommitment, encodeCbor([signingKey, boxKey, nonce])));
}

/** Nine digits that both devices show. `greeting`: as it was encoded; `nonce`: the new device's. */
export function linkingNumber(keys: NewDevicePublic, nonce: Uint8Array, greeting: Uint8Array): string {
  const hash = sha256(labelled(labels.linkingNumber, encodeCbor([keys.signingKey, keys.boxKey, nonce, greeting])));
  const value = hash.subarray(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return String(value % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}

export function encodeGreeting({ username, account, identityKey, nonce }: Greeting): Bytes {
  return encodeCbor([VERSION, username, account, identityKey, nonce]);
}

/** @throws KeyError 'malformed' */
export function decodeGreeting(bytes: Uint8Array): Greeting {
  return reading(() => {
    const [username, account, identityKey, nonce] = arrayOf(versionedFields(bytes, VERSION), 4);
    return {
      username: textOf(username),
      account: bytesOf(account, 32),
      identityKey: bytesOf(identityKey, 32),
      nonce: bytesOf(nonce, 32),
    };
  });
}

/**
 * Adds the device to the account and hands it the newest account key's seed, from which the older ones follow by their
 * links. `secret`: that of the QR code, or null if numbers were compared.
 * @throws KeyError 'bad box key'
 */
export async function makeGrant(
  given: {
    readonly chain: AccountChain;
    readonly identity: SigningKey;
    readonly to: NewDevicePublic;
    readonly generation: number;
    readonly seed: Uint8Array;
    readonly secret: Uint8Array | null;
  },
  random?: Random,
): Promise<Bytes> {
  const { chain, identity, to, generation, seed, secret } = given;
  const { body, signature } = deviceAddition(chain, identity, to.signingKey, to.boxKey);
  const info = seedInfo(chain.account, generation, to.signingKey);
  const sealed = await sealTo(to.boxKey, info, seed, random);
  const content = encodeCbor([VERSION, chain.account, identity.publicKey, body, signature, generation, sealed]);
  return encodeCbor([content, secret && mac(secret, content)]);
}

/**
 * The grant as the new device takes it: made for these very keys, by the identity key of the account that `trust` names.
 * @throws KeyError 'malformed', 'not for this device', 'not from the other device', 'does not open', 'unknown suite'
 */
export async function openGrant(grant: Uint8Array, device: DeviceKeys, trust: Trust): Promise<Granted> {
  const { content, mac: tag } = framed(grant);
  const { account, identityKey, addition, generation, sealed } = decodeContent(content);
  const trusted =
    'secret' in trust
      ? tag !== null && equalBytes(tag, mac(trust.secret, content))
      : equalBytes(trust.account, account) && equalBytes(trust.identityKey, identityKey);
  const signed = verifySignature(identityKey, purposes.chainByIdentity, addition.body, addition.signature);
  if (!trusted || !signed) throw new KeyError('not from the other device');
  const entry = countersigned(addition, device);
  if (!adds(entry, device)) throw new KeyError('not for this device');
  const seed = await openWith(device.box, seedInfo(account, generation, device.signing.publicKey), sealed);
  if (seed.length !== 32) throw new KeyError('malformed');
  return { account, identityKey, entry, generation, seed };
}

function framed(grant: Uint8Array): { content: Bytes; mac: Bytes | null } {
  return reading(() => {
    const [content, tag] = arrayOf(decodeCbor(grant), 2);
    return { content: bytesOf(content), mac: tag === null ? null : bytesOf(tag, 32) };
  });
}

function decodeContent(content: Bytes) {
  return reading(() => {
    const [account, identityKey, body, signature, generation, sealed] = arrayOf(versionedFields(content, VERSION), 6);
    const addition: DeviceAddition = { body: bytesOf(body), signature: bytesOf(signature, 64) };
    return {
      account: bytesOf(account, 32),
      identityKey: bytesOf(identityKey, 32),
      addition,
      generation: integerOf(generation, 1),
      sealed: bytesOf(sealed),
    };
  });
}

function adds(entry: Bytes, { signing, box }: DeviceKeys): boolean {
  try {
    const { fact } = decodeChainEntry(entry);
    if (fact.kind !== 'device added') return false;
    return equalBytes(fact.device.signingKey, signing.publicKey) && equalBytes(fact.device.boxKey, box.publicKey);
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}

function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof EncodingError ? new KeyError('malformed') : error;
  }
}

const mac = (secret: Uint8Array, content: Uint8Array): Bytes =>
  new Uint8Array(hmac(nobleSha256, secret, labelled(labels.linkingGrant, content)));

const seedInfo = (account: Uint8Array, generation: number, signingKey: Uint8Array): Bytes =>
  labelled(labels.linkingSeed, encodeCbor([account, generation, sha256(signingKey)]));
