import { ed25519 } from '@noble/curves/ed25519.js';
import { signedBytes } from '../encoding.ts';
import type { Purpose } from '../labels.ts';

/**
 * The one verifier of Ed25519 signatures (RFC 8032), strict: canonical encodings only, S below the group's order, no
 * public key of small order. Never throws: whatever is malformed is false.
 */
export function verifySignature(
  publicKey: Uint8Array,
  purpose: Purpose,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return ed25519.verify(signature, signedBytes(purpose, bytes), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
