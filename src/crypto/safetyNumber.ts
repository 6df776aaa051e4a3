import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from './encoding.ts';

/** Signal's numeric fingerprint: version (2 bytes, big-endian), and so many rounds of SHA-512. */
const VERSION = Uint8Array.of(0, 0);
const ROUNDS = 5200;

/**
 * The 60 digits that two people compare, the same on both sides: Signal's construction over the two account identity keys,
 * with the account ids as stable identifiers. An account chain is such a pair.
 */
export function safetyNumber(
  mine: { readonly account: Uint8Array; readonly identityKey: Uint8Array },
  theirs: { readonly account: Uint8Array; readonly identityKey: Uint8Array },
): string {
  const halves = [fingerprint(mine.identityKey, mine.account), fingerprint(theirs.identityKey, theirs.account)];
  return halves.toSorted().join('');
}

/** The 30 digits of one key, which belongs to `identifier`. */
export function fingerprint(key: Uint8Array, identifier: Uint8Array): string {
  let hash: Uint8Array = concatBytes(VERSION, key, identifier);
  for (let round = 0; round < ROUNDS; round++) hash = sha512(concatBytes(hash, key));
  let digits = '';
  for (let at = 0; at < 30; at += 5) digits += fiveDigits(hash.subarray(at, at + 5));
  return digits;
}

function fiveDigits(bytes: Uint8Array): string {
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 100_000).padStart(5, '0');
}
