import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Bytes, concatBytes } from '../../../src/crypto/encoding.ts';
import { KeyError } from '../../../src/crypto/keyError.ts';
import { type Random, randomBytes } from '../../../src/crypto/random.ts';

/** In the place of `src/crypto/aead.ts`: the same AES-256-GCM, by Node, without a trip through another thread. */
export const NONCE_LENGTH = 12;
const TAG = 16;
const FORMAT = 1;

export async function encrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes> {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
  return concatBytes(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

export async function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(associated).setAuthTag(ciphertext.slice(-TAG));
    return concatBytes(decipher.update(ciphertext.slice(0, -TAG)), decipher.final());
  } catch {
    throw new KeyError('does not open');
  }
}

export async function sealUnder(
  key: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  const nonce = randomBytes(NONCE_LENGTH, random);
  return concatBytes(Uint8Array.of(FORMAT), nonce, await encrypt(key, nonce, plaintext, associated));
}

export async function openUnder(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Promise<Bytes> {
  if (sealed[0] !== FORMAT) throw new KeyError('unknown suite');
  return decrypt(key, sealed.slice(1, 1 + NONCE_LENGTH), sealed.slice(1 + NONCE_LENGTH), associated);
}
