import { fromBase32, grouped, toBase32, typedSigns } from '../protocol/base32.ts';
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

/** As it is shown to its owner, once. */
export function newRecoveryCode(random?: Random): string {
  const code = randomBytes(CODE_LENGTH, random);
  return grouped(toBase32(concatBytes(code, checksum(code))));
}

/**
 * The code's 32 bytes, as somebody typed it: case, spaces and hyphens do not matter, O is 0, I and L are 1. Null when it is
 * not a code, or one sign is wrong.
 */
export function parseRecoveryCode(text: string): Bytes | null {
  const signs = typedSigns(text);
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
