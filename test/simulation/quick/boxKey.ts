import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { type Bytes, concatBytes } from '../../../src/crypto/encoding.ts';
import { KeyError } from '../../../src/crypto/keyError.ts';
import { type Random, randomBytes } from '../../../src/crypto/random.ts';
import { isBoxPublicKey } from '../../../src/crypto/verify/boxPublicKey.ts';
import { decrypt, encrypt } from './aead.ts';
import { remembered } from './remembered.ts';

/**
 * In the place of `src/crypto/boxKey.ts`: X25519 alone, in the shapes of X-Wing, at a hundredth of the cost. The ML-KEM
 * half of a public key is zeros here.
 */
export interface BoxKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
}

const ML_KEM_PUBLIC = 1184;
const ML_KEM_SEALED = 1088;
const NONCE = new Uint8Array(12);
const PRIVATE = Uint8Array.fromHex('302e020100300506032b656e04220420');
const PUBLIC = Uint8Array.fromHex('302a300506032b656e032100');

export const newBoxKey = (random?: Random): Promise<BoxKey> => boxKeyFrom(randomBytes(32, random));

export async function boxKeyFrom(seed: Uint8Array): Promise<BoxKey> {
  if (seed.length !== 32) throw new RangeError('box key: a seed has 32 bytes');
  return { seed: new Uint8Array(seed), publicKey: concatBytes(new Uint8Array(ML_KEM_PUBLIC), publicOf(seed)) };
}

export async function sealTo(
  publicKey: Uint8Array,
  info: Bytes,
  plaintext: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  if (!isBoxPublicKey(publicKey)) throw new KeyError('bad box key');
  const ephemeral = randomBytes(32, random);
  const point = publicOf(ephemeral);
  const key = keyOf(ephemeral, publicKey.slice(ML_KEM_PUBLIC), point, info);
  const sealed = await encrypt(key, NONCE, plaintext, info);
  return concatBytes(Uint8Array.of(1), new Uint8Array(ML_KEM_SEALED), point, sealed);
}

export async function openWith(key: BoxKey, info: Bytes, sealed: Uint8Array): Promise<Bytes> {
  if (sealed[0] !== 1) throw new KeyError('unknown suite');
  const point = sealed.slice(1 + ML_KEM_SEALED, 1 + ML_KEM_SEALED + 32);
  if (point.length < 32) throw new KeyError('malformed');
  return decrypt(keyOf(key.seed, point, point, info), NONCE, sealed.slice(1 + ML_KEM_SEALED + 32), info);
}

function keyOf(own: Uint8Array, other: Uint8Array, point: Uint8Array, info: Uint8Array): Uint8Array {
  const shared = diffieHellman({ privateKey: privateKey(own), publicKey: publicKey(other) });
  return new Uint8Array(hkdfSync('sha256', shared, point, info.slice(0, 1024), 32));
}

const publicOf = remembered((seed) =>
  new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' })).slice(-32),
);

const privateKey = remembered((seed) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' }),
);
const publicKey = remembered((key) =>
  createPublicKey({ key: Buffer.concat([PUBLIC, key]), format: 'der', type: 'spki' }),
);
