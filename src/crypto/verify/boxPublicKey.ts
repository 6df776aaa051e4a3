import { equalBytes } from '../encoding.ts';

/** Bytes of an X-Wing public key: ML-KEM-768's (1,184), then X25519's (32) (draft-connolly-cfrg-xwing-kem). */
const BOX_PUBLIC_KEY_LENGTH = 1216;
const ML_KEM_LENGTH = 1184;
const ML_KEM_VECTOR_LENGTH = 1152;
const Q = 3329;

/**
 * Whether everyone can seal to this key. One that nobody can seal to would keep a whole group from its next epoch, so
 * that chains do not take it: ML-KEM's modulus check (FIPS 203, 7.2), and no X25519 point of small order.
 */
export function isBoxPublicKey(key: Uint8Array): boolean {
  return key.length === BOX_PUBLIC_KEY_LENGTH && isReduced(key) && !isSmallOrder(key.subarray(ML_KEM_LENGTH));
}

/** Two coefficients of 12 bits in every three bytes, each below q. */
function isReduced(key: Uint8Array): boolean {
  for (let at = 0; at < ML_KEM_VECTOR_LENGTH; at += 3) {
    const a = key[at] ?? 0;
    const b = key[at + 1] ?? 0;
    const c = key[at + 2] ?? 0;
    if ((a | ((b & 0x0f) << 8)) >= Q || ((b >> 4) | (c << 4)) >= Q) return false;
  }
  return true;
}

/** The u coordinates of small order, non-canonical spellings among them (RFC 7748, 6.1; little-endian). */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => Uint8Array.fromHex(hex));

function isSmallOrder(point: Uint8Array): boolean {
  const masked = new Uint8Array(point);
  masked[31] = (masked[31] ?? 0) & 0x7f;
  return smallOrder.some((bad) => equalBytes(bad, masked));
}
