import { ed25519 } from '@noble/curves/ed25519.js';
import { signedBytes, type Bytes } from './encoding.ts';
import type { Purpose } from './labels.ts';
import { randomBytes, type Random } from './random.ts';

/** An Ed25519 key pair (RFC 8032): 32 bytes each. */
export interface SigningKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
}

export function newSigningKey(random?: Random): SigningKey {
  return signingKeyFrom(randomBytes(32, random));
}

/** @throws RangeError when the seed has not 32 bytes. */
export function signingKeyFrom(seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new RangeError('signing key: a seed has 32 bytes');
  const own = new Uint8Array(seed);
  return { seed: own, publicKey: new Uint8Array(ed25519.getPublicKey(own)) };
}

/** 64 bytes over the purpose and the bytes; `verifySignature` checks them. */
export function sign(key: SigningKey, purpose: Purpose, bytes: Uint8Array): Bytes {
  return new Uint8Array(ed25519.sign(signedBytes(purpose, bytes), key.seed));
}
