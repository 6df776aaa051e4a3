import crypto from 'node:crypto';

/** By way of a string: a small array in the heap costs half of what a buffer outside it does. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = crypto.hash('sha256', bytes, 'latin1');
  const hash = new Uint8Array(32);
  for (let index = 0; index < 32; index++) hash[index] = digest.charCodeAt(index);
  return hash;
}

/** Not in constant time: for what is public. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return Buffer.compare(a, b) === 0;
}
