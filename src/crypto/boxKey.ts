import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { concatBytes, type Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';
import { randomBytes, type Random } from './random.ts';
import { isBoxPublicKey } from './verify/boxPublicKey.ts';

/**
 * A key that others seal to: HPKE (RFC 9180, base mode) with X-Wing (X25519 and ML-KEM-768, draft-connolly-cfrg-xwing-kem),
 * HKDF-SHA-256 and AES-256-GCM. The seed (32 bytes) is the X-Wing decapsulation key; the public key has 1,216 bytes.
 */
export interface BoxKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
}

/** First byte of everything sealed: the suite above. The drafts may still move, and the next suite gets the next number. */
const SUITE = 1;
const SEED_LENGTH = 32;
const ENCAPSULATED_LENGTH = 1120;
const TAG_LENGTH = 16;

const kem = new XWing();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export function newBoxKey(random?: Random): Promise<BoxKey> {
  return boxKeyFrom(randomBytes(SEED_LENGTH, random));
}

/** @throws RangeError when the seed has not 32 bytes. */
export async function boxKeyFrom(seed: Uint8Array): Promise<BoxKey> {
  if (seed.length !== SEED_LENGTH) throw new RangeError('box key: a seed has 32 bytes');
  const own = new Uint8Array(seed);
  const { publicKey } = await kem.generateKeyPairDerand(new Uint8Array(own));
  return { seed: own, publicKey: new Uint8Array(await kem.serializePublicKey(publicKey)) };
}

/**
 * Seals to a public key: suite (1), encapsulated key (1,120), ciphertext and tag. `info` says what it is for and has to be
 * the same when it is opened.
 * @throws KeyError 'bad box key'
 */
export async function sealTo(
  publicKey: Uint8Array,
  info: Bytes,
  plaintext: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  if (!isBoxPublicKey(publicKey)) throw new KeyError('bad box key');
  const recipientPublicKey = await kem.deserializePublicKey(new Uint8Array(publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm: randomBytes(64, random).buffer });
  const ciphertext = await sender.seal(new Uint8Array(plaintext));
  return concatBytes(Uint8Array.of(SUITE), new Uint8Array(sender.enc), new Uint8Array(ciphertext));
}

/** @throws KeyError 'malformed', 'unknown suite', or 'does not open': another key, another `info`, or changed bytes. */
export async function openWith(key: BoxKey, info: Bytes, sealed: Uint8Array): Promise<Bytes> {
  if (sealed[0] !== SUITE) throw new KeyError('unknown suite');
  const body = sealed.slice(1);
  if (body.length < ENCAPSULATED_LENGTH + TAG_LENGTH) throw new KeyError('malformed');
  try {
    const recipientKey = await kem.deserializePrivateKey(new Uint8Array(key.seed));
    const enc = body.slice(0, ENCAPSULATED_LENGTH);
    const recipient = await suite.createRecipientContext({ recipientKey, enc: enc.buffer, info });
    return new Uint8Array(await recipient.open(body.slice(ENCAPSULATED_LENGTH)));
  } catch {
    throw new KeyError('does not open');
  }
}
