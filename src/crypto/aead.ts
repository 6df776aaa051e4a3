import { concatBytes, type Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';
import { randomBytes, type Random } from './random.ts';

/** AES-256-GCM (NIST SP 800-38D) with its tag of 16 bytes at the end. Keys have 32 bytes, nonces 12. */

export const NONCE_LENGTH = 12;
const KEY_LENGTH = 32;

export async function encrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes> {
  const sealed = await crypto.subtle.encrypt(gcm(nonce, associated), await importKey(key, 'encrypt'), own(plaintext));
  return new Uint8Array(sealed);
}

/** @throws KeyError 'does not open': another key, nonce or associated data, or changed bytes. */
export async function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes> {
  const imported = await importKey(key, 'decrypt');
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(nonce, associated), imported, own(ciphertext)));
  } catch {
    throw new KeyError('does not open');
  }
}

/** What `sealUnder` gives begins with this byte. */
const FORMAT = 1;

/** Encrypts under a random nonce: format (1), nonce (12), ciphertext and tag. */
export async function sealUnder(
  key: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  const nonce = randomBytes(NONCE_LENGTH, random);
  return concatBytes(Uint8Array.of(FORMAT), nonce, await encrypt(key, nonce, plaintext, associated));
}

/** @throws KeyError 'unknown suite', 'does not open' */
export async function openUnder(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Promise<Bytes> {
  if (sealed[0] !== FORMAT) throw new KeyError('unknown suite');
  return decrypt(key, sealed.slice(1, 1 + NONCE_LENGTH), sealed.slice(1 + NONCE_LENGTH), associated);
}

const gcm = (nonce: Uint8Array, associated: Uint8Array) => ({
  name: 'AES-GCM',
  iv: own(nonce),
  additionalData: own(associated),
});

function importKey(key: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  if (key.length !== KEY_LENGTH) throw new RangeError('AES-256-GCM: a key has 32 bytes');
  return crypto.subtle.importKey('raw', own(key), { name: 'AES-GCM' }, false, [usage]);
}

/** WebCrypto takes no views of shared memory, which a plain Uint8Array may be. */
const own = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);
