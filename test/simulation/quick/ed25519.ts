import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { remembered } from './remembered.ts';

/** In the place of `@noble/curves/ed25519.js`: the same signatures (RFC 8032), by Node; each is verified once. */
const PRIVATE = Uint8Array.fromHex('302e020100300506032b657004220420');
const PUBLIC = Uint8Array.fromHex('302a300506032b6570032100');
const MOST = 20_000;

export const ed25519 = {
  getPublicKey: (seed: Uint8Array): Uint8Array => publicOf(seed),
  sign: (message: Uint8Array, seed: Uint8Array): Uint8Array => new Uint8Array(sign(null, message, privateKey(seed))),
  verify: (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
    const what = createHash('sha256').update(key).update(signature).update(message).digest('base64');
    const known = verified.get(what);
    if (known !== undefined) return known;
    if (verified.size > MOST) verified.clear();
    const good = verify(null, message, publicKey(key), signature);
    verified.set(what, good);
    return good;
  },
};

const verified = new Map<string, boolean>();

const publicOf = remembered((seed) =>
  new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' })).slice(-32),
);

const privateKey = remembered((seed) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' }),
);
const publicKey = remembered((key) =>
  createPublicKey({ key: Buffer.concat([PUBLIC, key]), format: 'der', type: 'spki' }),
);
