import { concatBytes, equalBytes, labelled, sha256, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { labels } from './labels.ts';
import { randomBytes, type Random } from './random.ts';
import { signingKeyFrom, type SigningKey } from './signingKey.ts';

/**
 * 256 random bits on paper. Written as Crockford's base32 of the 32 bytes and 3 bytes of checksum: 56 signs, in groups of
 * four. Nothing stretches it, nobody can guess it.
 */
const CODE_LENGTH = 32;
const CHECKSUM_LENGTH = 3;
const SIGNS = 56;
/** Without I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As it is shown to its owner, once. */
export function newRecoveryCode(random?: Random): string {
  const code = randomBytes(CODE_LENGTH, random);
  const signs = toBase32(concatBytes(code, checksum(code)));
  return (signs.match(/.{4}/g) ?? []).join('-');
}

/**
 * The code's 32 bytes, as somebody typed it: case, spaces and hyphens do not matter, O is 0, I and L are 1. Null when it is
 * not a code, or one sign is wrong.
 */
export function parseRecoveryCode(text: string): Bytes | null {
  const signs = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const bytes = signs.length === SIGNS ? fromBase32(signs) : null;
  if (!bytes) return null;
  const code = bytes.slice(0, CODE_LENGTH);
  return equalBytes(bytes.subarray(CODE_LENGTH), checksum(code)) ? code : null;
}

/** What the code wraps the vault key with. `code`: the 32 bytes. */
export function recoveryWrappingKey(code: Uint8Array): Bytes {
  return derive(code, labels.recoveryWrappingKey);
}

/** What proves to the server that the code is at hand; the server keeps its public half. */
export function recoveryLoginKey(code: Uint8Array): SigningKey {
  return signingKeyFrom(derive(code, labels.recoveryLoginKey));
}

const checksum = (code: Uint8Array): Bytes => sha256(labelled(labels.recoveryChecksum, code)).slice(0, CHECKSUM_LENGTH);

/** Five bytes are eight signs; the length is a multiple of five. */
function toBase32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
}

/** Null when a sign is not of the alphabet. */
function fromBase32(signs: string): Bytes | null {
  let bits = '';
  for (const sign of signs) {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) return null;
    bits += value.toString(2).padStart(5, '0');
  }
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}
