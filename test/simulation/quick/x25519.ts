import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';

/** X25519 (RFC 7748) by Node, from the 32 bytes of a key. @throws when the point is of low order */
const PRIVATE = Uint8Array.fromHex('302e020100300506032b656e04220420');
const PUBLIC = Uint8Array.fromHex('302a300506032b656e032100');

export function sharedSecret(secret: Uint8Array, point: Uint8Array): Uint8Array<ArrayBuffer> {
  const privateKey = createPrivateKey({ key: Buffer.concat([PRIVATE, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC, point]), format: 'der', type: 'spki' });
  return new Uint8Array(diffieHellman({ privateKey, publicKey }));
}
