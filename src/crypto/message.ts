import { encodeEnvelope, encodeHeader, type Envelope, type EnvelopeHeader } from '../protocol/envelope.ts';
import { NONCE_LENGTH, decrypt, encrypt } from './aead.ts';
import { contentFields, contentOf, type Content } from './content.ts';
import { EncodingError, decodeCbor, encodeCbor, equalBytes, sha256, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels, purposes } from './labels.ts';
import { pad, unpad } from './padding.ts';
import { randomBytes, type Random } from './random.ts';
import { sign, type SigningKey } from './signingKey.ts';
import { arrayOf, bytesOf, integerOf, versionedFields } from './verify/fields.ts';
import { verifySignature } from './verify/signature.ts';

/** What is inside an envelope, beside the signature. */
export interface Inner {
  readonly content: Content;
  /** The sender's clock, UTC milliseconds. */
  readonly sentAt: number;
  /** The device's messages in this conversation, counted from 1. */
  readonly counter: number;
  /** Hash of the device's envelope before in this conversation; zeros in the first. */
  readonly previous: Bytes;
  /** The highest seq that the device had seen; 0: none. */
  readonly seen: number;
  /** The newest checkpoint of the transparency log; absent until there is one. */
  readonly checkpoint: null;
}

export type MessageErrorReason =
  /** Another epoch's key, or changed on the way. */
  | 'does not open'
  | 'bad padding'
  | 'malformed'
  /** Sent by a newer version. */
  | 'unknown version'
  /** The key is not that of the device that the header names. */
  | 'wrong device'
  | 'wrong signature';

/** A message cannot be sealed or opened. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly reason: MessageErrorReason;
  constructor(reason: MessageErrorReason) {
    super(`message: ${reason}`);
    this.reason = reason;
  }
}

const VERSION = 1;

/**
 * The encoded envelope. Key = HKDF(epoch key, label, device id, message id); AES-256-GCM with a random nonce; the encoded
 * header is the associated data; the plaintext is the padded CBOR of `[inside, signature]`, the signature over both header
 * and inside.
 * @throws MessageError 'malformed' for what no receiver would take; 'wrong device' when the header names
 * another; RangeError for content of type 'unknown'.
 */
export async function sealMessage(
  given: {
    readonly epochKey: Uint8Array;
    readonly header: EnvelopeHeader;
    readonly device: SigningKey;
    readonly inner: Inner;
  },
  random?: Random,
): Promise<Bytes> {
  const { epochKey, header, device, inner } = given;
  checkDevice(header, device.publicKey);
  const inside = encodeInner(inner);
  decodeInner(inside);
  const signature = sign(device, purposes.message, signedPart(header, inside));
  const nonce = randomBytes(NONCE_LENGTH, random);
  const plaintext = pad(encodeCbor([inside, signature]));
  const ciphertext = await encrypt(messageKey(epochKey, header), nonce, plaintext, encodeHeader(header));
  return encodeEnvelope({ header, nonce, ciphertext });
}

/**
 * `signingKey` is that of the device in the header: whether it is live in the sender's chain, and the sender in the epoch's
 * roster, is for the caller to have checked.
 * @throws MessageError
 */
export async function openMessage(given: {
  readonly epochKey: Uint8Array;
  readonly envelope: Envelope;
  readonly signingKey: Uint8Array;
}): Promise<Inner> {
  const { epochKey, envelope, signingKey } = given;
  checkDevice(envelope.header, signingKey);
  const content = unpad(await plaintextOf(epochKey, envelope));
  if (!content) throw new MessageError('bad padding');
  const [inside, signature] = orMessageError(() => {
    const [first, second] = arrayOf(decodeCbor(content), 2);
    return [bytesOf(first), bytesOf(second, 64)] as const;
  });
  if (!verifySignature(signingKey, purposes.message, signedPart(envelope.header, inside), signature)) {
    throw new MessageError('wrong signature');
  }
  return decodeInner(inside);
}

function checkDevice(header: EnvelopeHeader, signingKey: Uint8Array): void {
  if (!equalBytes(sha256(signingKey), header.device)) throw new MessageError('wrong device');
}

async function plaintextOf(epochKey: Uint8Array, { header, nonce, ciphertext }: Envelope): Promise<Bytes> {
  try {
    return await decrypt(messageKey(epochKey, header), nonce, ciphertext, encodeHeader(header));
  } catch (error) {
    throw error instanceof KeyError ? new MessageError('does not open') : error;
  }
}

const messageKey = (epochKey: Uint8Array, { device, messageId }: EnvelopeHeader): Bytes =>
  derive(epochKey, labels.messageKey, [device, messageId]);

const signedPart = (header: EnvelopeHeader, inside: Uint8Array): Bytes => encodeCbor([encodeHeader(header), inside]);

function encodeInner({ content, sentAt, counter, previous, seen, checkpoint }: Inner): Bytes {
  return encodeCbor([VERSION, contentFields(content), sentAt, counter, previous, seen, checkpoint]);
}

function decodeInner(inside: Uint8Array): Inner {
  return orMessageError(() => {
    const [content, sentAt, counter, previous, seen, checkpoint] = arrayOf(versionedFields(inside, VERSION), 6);
    if (checkpoint !== null) throw new EncodingError('wrong shape');
    return {
      content: contentOf(content),
      sentAt: integerOf(sentAt, 0),
      counter: integerOf(counter, 1),
      previous: bytesOf(previous, 32),
      seen: integerOf(seen, 0),
      checkpoint,
    };
  });
}

function orMessageError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new MessageError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}
