/** The chain hash below a log's first entry. */
export const LOG_GENESIS = new Uint8Array(32);

const label = new TextEncoder().encode('waxwing/1 log entry\0');

const LENGTH = label.length + 32 + 8 + 32;

/**
 * The bytes whose SHA-256 is an entry's chain hash: label, chain hash of the entry before (32), seq (8, big-endian),
 * SHA-256 of the payload (32). An emptied entry keeps the hash of what it held, so that the log still verifies.
 */
export function logLink(previous: Uint8Array, seq: number, payloadHash: Uint8Array): Uint8Array {
  return createLogLink()(previous, seq, payloadHash);
}

/** `logLink` for whoever makes many: each answer overwrites the one before. */
export function createLogLink(): typeof logLink {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set(label);
  return (previous, seq, payloadHash) => {
    bytes.set(previous, label.length);
    view.setUint32(label.length + 32, Math.floor(seq / 2 ** 32));
    view.setUint32(label.length + 36, seq >>> 0);
    bytes.set(payloadHash, label.length + 40);
    return bytes;
  };
}
