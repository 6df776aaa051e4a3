import { boxKeyFrom, newBoxKey, type BoxKey } from './boxKey.ts';
import { EncodingError, encodeCbor, sha256, type Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';
import type { Random } from './random.ts';
import { newSigningKey, signingKeyFrom, type SigningKey } from './signingKey.ts';
import { arrayOf, bytesOf, versionedFields } from './verify/fields.ts';

/** The keys that a device makes for itself. Its id is SHA-256 of its signing key. */
export interface DeviceKeys {
  readonly id: Bytes;
  readonly signing: SigningKey;
  readonly box: BoxKey;
}

const VERSION = 1;

export async function newDeviceKeys(random?: Random): Promise<DeviceKeys> {
  const signing = newSigningKey(random);
  return { id: sha256(signing.publicKey), signing, box: await newBoxKey(random) };
}

/** The private halves, in the clear, for the device's own protected storage. */
export function packDeviceKeys(keys: DeviceKeys): Bytes {
  return encodeCbor([VERSION, keys.signing.seed, keys.box.seed]);
}

/** @throws KeyError 'malformed' */
export async function unpackDeviceKeys(packed: Uint8Array): Promise<DeviceKeys> {
  const [signingSeed, boxSeed] = seedsOf(packed);
  const signing = signingKeyFrom(signingSeed);
  return { id: sha256(signing.publicKey), signing, box: await boxKeyFrom(boxSeed) };
}

function seedsOf(packed: Uint8Array): [Bytes, Bytes] {
  try {
    const [signingSeed, boxSeed] = arrayOf(versionedFields(packed, VERSION), 2);
    return [bytesOf(signingSeed, 32), bytesOf(boxSeed, 32)];
  } catch (error) {
    if (error instanceof EncodingError) throw new KeyError('malformed');
    throw error;
  }
}
