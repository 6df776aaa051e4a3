import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { Token, Type, decode, encode, rfc8949EncodeOptions } from 'cborg';
import { SIGNATURE_PREFIX, type Purpose } from './labels.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export type EncodingErrorReason = 'not deterministic CBOR' | 'wrong shape' | 'unknown version';

/** The bytes are not what this version writes. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  readonly reason: EncodingErrorReason;
  constructor(reason: EncodingErrorReason) {
    super(`encoding: ${reason}`);
    this.reason = reason;
  }
}

const utf8 = new TextEncoder();

/**
 * Deterministic CBOR (RFC 8949, 4.2). Text goes as UTF-8: a byte order mark before it is dropped, for no decoder gives it
 * back, and half a surrogate pair becomes U+FFFD.
 */
export function encodeCbor(value: unknown): Bytes {
  return new Uint8Array(encode(value, { ...rfc8949EncodeOptions, typeEncoders: { string: textToken } }));
}

const textToken = (text: unknown): Token =>
  new Token(
    Type.string,
    String(text)
      .replace(/^\uFEFF+/, '')
      .toWellFormed(),
  );

/**
 * The value of deterministic CBOR: exactly one item, definite lengths, shortest forms. Whatever `encodeCbor` would write
 * otherwise is refused, so that no two byte strings mean the same.
 * @throws EncodingError
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    const value: unknown = decode(bytes, { strict: true, allowIndefinite: false, rejectDuplicateMapKeys: true });
    if (equalBytes(encodeCbor(value), bytes)) return value;
  } catch {
    // not CBOR at all, or nested too deeply
  }
  throw new EncodingError('not deterministic CBOR');
}

/** What a signature covers: `"waxwing/1 " + purpose`, a zero byte, and the bytes. */
export function signedBytes(purpose: Purpose, bytes: Uint8Array): Bytes {
  return labelled(SIGNATURE_PREFIX + purpose, bytes);
}

/** A label, a zero byte, and the bytes: no label is the beginning of another's input. */
export function labelled(label: string, bytes: Uint8Array): Bytes {
  return concatBytes(utf8.encode(label), ZERO, bytes);
}
const ZERO = new Uint8Array(1);

export function sha256(bytes: Uint8Array): Bytes {
  return new Uint8Array(nobleSha256(bytes));
}

/** Takes the same time wherever the two differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}

/** Bytewise lexicographic order, for sorting. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
