import type { Bytes } from './encoding.ts';

/**
 * Padding to buckets of Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs", 2019): a length shows only its magnitude and a few leading bits, and grows by at most 12 %. Nothing is smaller
 * than 256 bytes, so that short messages look alike.
 */
const LEAST = 256;
/** Stands after the content; zeros follow it (ISO/IEC 7816-4). */
const MARK = 0x80;

/** The bucket, in bytes, for so many bytes: the length with all but its leading bits rounded up. */
export function paddedLength(length: number): number {
  const least = Math.max(length, LEAST);
  const exponent = Math.floor(Math.log2(least));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(least / step) * step;
}

export function pad(content: Uint8Array): Bytes {
  const padded = new Uint8Array(paddedLength(content.length + 1));
  padded.set(content);
  padded[content.length] = MARK;
  return padded;
}

/** The content; null when the padding is not exactly what `pad` writes. */
export function unpad(padded: Uint8Array): Bytes | null {
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== MARK || padded.length !== paddedLength(end + 1)) return null;
  return new Uint8Array(padded.subarray(0, end));
}
