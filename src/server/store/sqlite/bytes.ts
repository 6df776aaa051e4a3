import crypto from 'node:crypto';

export function sha256(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = crypto.hash('sha256', bytes, 'buffer');
  return new Uint8Array(buffer, byteOffset, length);
}

/** Not in constant time: for what is public. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return Buffer.compare(a, b) === 0;
}
