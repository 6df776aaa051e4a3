import { limits } from '../protocol/limits.ts';
import { openUnder, sealUnder } from './aead.ts';
import { openWith, sealTo, type BoxKey } from './boxKey.ts';
import { EncodingError, compareBytes, encodeCbor, equalBytes, labelled, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels } from './labels.ts';
import { pad, unpad } from './padding.ts';
import { randomBytes, type Random } from './random.ts';
import { arrayOf, bytesOf, integerOf, versionedFields } from './verify/fields.ts';

// What somebody who is no account seals to several of them. It hides, and says nothing of who sealed it: anyone who knows
// the accounts' keys could have.

/** An account, by its newest key. */
export interface AccountRecipient {
  readonly account: Uint8Array;
  readonly generation: number;
  readonly publicKey: Uint8Array;
}

interface Slot {
  readonly account: Bytes;
  readonly generation: number;
  readonly sealed: Bytes;
}

interface Sealed {
  /** 16 bytes that only the content key yields. */
  readonly keyId: Bytes;
  /** Sorted by account. */
  readonly slots: readonly Slot[];
  readonly content: Bytes;
}

export type SealedErrorReason =
  /** It was sealed to others. */
  | 'not for this account'
  /** The account has no key of that generation. */
  | 'no such key'
  /** Sealed for something else, or changed on the way. */
  | 'does not open'
  | 'malformed'
  /** Sealed by a newer version. */
  | 'unknown version';

/** What was sealed for accounts cannot be opened. */
export class SealedError extends Error {
  override readonly name = 'SealedError';
  readonly reason: SealedErrorReason;
  constructor(reason: SealedErrorReason) {
    super(`sealed: ${reason}`);
    this.reason = reason;
  }
}

const VERSION = 1;

/**
 * Seals to the keys of accounts: `[version, key id, slots, content]`, deterministic CBOR; a slot is `[account, generation,
 * content key by HPKE]`, the content is padded and under a key from the content key.
 * @param place what it is and where it belongs; it opens nowhere else
 * @throws RangeError for no recipients, too many, or one twice; KeyError 'bad box key'
 */
export async function sealForAccounts(
  place: Bytes,
  recipients: readonly AccountRecipient[],
  plaintext: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  const sorted = recipients.toSorted((a, b) => compareBytes(a.account, b.account));
  if (sorted.length === 0 || sorted.length > limits.sealedRecipients || !areRising(sorted))
    throw new RangeError('sealed for accounts: wrong recipients');
  const contentKey = randomBytes(32, random);
  const keyId = keyIdOf(contentKey);
  const slots: Slot[] = [];
  for (const { account, generation, publicKey } of sorted) {
    const sealed = await sealTo(publicKey, slotInfo(place, keyId, account, generation), contentKey, random);
    slots.push({ account: new Uint8Array(account), generation, sealed });
  }
  const content = await sealUnder(aesKey(contentKey), pad(plaintext), associated(place, keyId, slots), random);
  const fields = slots.map(({ account, generation, sealed }) => [account, generation, sealed]);
  return encodeCbor([VERSION, keyId, fields, content]);
}

/**
 * The plaintext, by the account's key of the generation that it was sealed to.
 * @param keyOf the account's key of a generation; undefined: it has none
 * @throws SealedError
 */
export async function openForAccount(
  place: Bytes,
  account: Uint8Array,
  keyOf: (generation: number) => Promise<BoxKey | undefined>,
  bytes: Uint8Array,
): Promise<Bytes> {
  const { keyId, slots, content } = decode(bytes);
  const slot = slots.find((each) => equalBytes(each.account, account));
  if (!slot) throw new SealedError('not for this account');
  const key = await keyOf(slot.generation);
  if (!key) throw new SealedError('no such key');
  const info = slotInfo(place, keyId, account, slot.generation);
  const contentKey = await opened(() => openWith(key, info, slot.sealed));
  if (contentKey.length !== 32 || !equalBytes(keyIdOf(contentKey), keyId)) throw new SealedError('does not open');
  const padded = await opened(() => openUnder(aesKey(contentKey), content, associated(place, keyId, slots)));
  const plaintext = unpad(padded);
  if (!plaintext) throw new SealedError('malformed');
  return plaintext;
}

function decode(bytes: Uint8Array): Sealed {
  try {
    const [keyId, slots, content] = arrayOf(versionedFields(bytes, VERSION), 3);
    const read = arrayOf(slots).map((slot): Slot => {
      const [account, generation, sealed] = arrayOf(slot, 3);
      return { account: bytesOf(account, 32), generation: integerOf(generation, 1), sealed: bytesOf(sealed) };
    });
    if (read.length > limits.sealedRecipients || !areRising(read)) throw new EncodingError('wrong shape');
    return { keyId: bytesOf(keyId, 16), slots: read, content: bytesOf(content) };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new SealedError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

async function opened(open: () => Promise<Bytes>): Promise<Bytes> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof KeyError ? new SealedError('does not open') : error;
  }
}

const areRising = (all: readonly { readonly account: Uint8Array }[]): boolean =>
  all.every(({ account }, at) => at === 0 || compareBytes(all[at - 1]?.account ?? account, account) < 0);

const keyIdOf = (contentKey: Uint8Array): Bytes => derive(contentKey, labels.sealedKeyId, [], 16);
const aesKey = (contentKey: Uint8Array): Bytes => derive(contentKey, labels.sealedContent);

const slotInfo = (place: Bytes, keyId: Uint8Array, account: Uint8Array, generation: number): Bytes =>
  labelled(labels.sealedSlot, encodeCbor([place, keyId, account, generation]));

/** Binds to whom else it was sealed. */
function associated(place: Bytes, keyId: Uint8Array, slots: readonly Slot[]): Bytes {
  const to = slots.map(({ account, generation }) => [account, generation]);
  return labelled(labels.sealedContent, encodeCbor([place, keyId, to]));
}
