import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeCbor, labelled, type Bytes } from './encoding.ts';
import type { Label } from './labels.ts';

/**
 * HKDF-SHA-256 (RFC 5869) without salt; its info is the label, a zero byte, and the deterministic CBOR of the context.
 * `length` in bytes.
 */
export function derive(secret: Uint8Array, label: Label, context: readonly unknown[] = [], length = 32): Bytes {
  return new Uint8Array(hkdf(sha256, secret, undefined, labelled(label, encodeCbor(context)), length));
}
