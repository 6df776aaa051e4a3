/** The chain hash below a log's first entry. */
export const LOG_GENESIS = new Uint8Array(32);

const label = new TextEncoder().encode('waxwing/1 log entry\0');

/**
 * The bytes whose SHA-256 is an entry's chain hash: label, chain hash of the entry before (32), seq (8, big-endian),
 * SHA-256 of the payload (32). An emptied entry keeps the hash of what it held, so that the log still verifies.
 */
export function logLink(previous: Uint8Array, seq: number, payloadHash: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(label.length + 32 + 8 + 32);
  bytes.set(label, 0);
  bytes.set(previous, label.length);
  new DataView(bytes.buffer).setBigUint64(label.length + 32, BigInt(seq));
  bytes.set(payloadHash, label.length + 40);
  return bytes;
}
