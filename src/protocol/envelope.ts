import { decode, encode } from 'cborg';
import { limits } from './limits.ts';

/** What the server sees of a sealed message. Byte strings have the lengths given. */
export interface EnvelopeHeader {
  readonly conversation: Uint8Array; // 32
  /** Hash of the record of the epoch it is sealed under. */
  readonly epoch: Uint8Array; // 32
  readonly account: Uint8Array; // 32
  /** The head of the sender's account chain that the message names. */
  readonly chainHead: { readonly number: number; readonly hash: Uint8Array };
  readonly device: Uint8Array; // 32
  /** UUIDv7 made by the device: the idempotency key. */
  readonly messageId: Uint8Array; // 16
  /** Whether it counts as unread: a text does; an edit, a reaction or a deletion does not. */
  readonly counts: boolean;
}

export interface Envelope {
  readonly header: EnvelopeHeader;
  readonly nonce: Uint8Array; // 12
  readonly ciphertext: Uint8Array;
}

const VERSION = 1;
const GCM_TAG = 16;

/** The deterministic CBOR of a header (RFC 8949, 4.2): associated data of the sealing and part of what is signed. */
export function encodeHeader(header: EnvelopeHeader): Uint8Array<ArrayBuffer> {
  return encode(headerFields(header)) as Uint8Array<ArrayBuffer>;
}

export function encodeEnvelope({ header, nonce, ciphertext }: Envelope): Uint8Array<ArrayBuffer> {
  return encode([...headerFields(header), nonce, ciphertext]) as Uint8Array<ArrayBuffer>;
}

/** @throws Error when the bytes are not an envelope of this version. */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length > limits.envelope) throw new Error('envelope: too large');
  const fields: unknown = decode(bytes, { strict: true, allowIndefinite: false, rejectDuplicateMapKeys: true });
  if (!Array.isArray(fields) || fields.length !== 11 || fields[0] !== VERSION) throw new Error('envelope: unknown version');
  const [, conversation, epoch, account, number, hash, device, messageId, counts, nonce, ciphertext] = fields as unknown[];
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) throw new Error('envelope: chain head');
  if (typeof counts !== 'boolean') throw new Error('envelope: counts');
  if (!(ciphertext instanceof Uint8Array) || ciphertext.length < GCM_TAG) throw new Error('envelope: ciphertext');
  return {
    header: {
      conversation: bytesOf(conversation, 32),
      epoch: bytesOf(epoch, 32),
      account: bytesOf(account, 32),
      chainHead: { number, hash: bytesOf(hash, 32) },
      device: bytesOf(device, 32),
      messageId: bytesOf(messageId, 16),
      counts,
    },
    nonce: bytesOf(nonce, 12),
    ciphertext,
  };
}

function headerFields(header: EnvelopeHeader): unknown[] {
  const { conversation, epoch, account, chainHead, device, messageId, counts } = header;
  return [VERSION, conversation, epoch, account, chainHead.number, chainHead.hash, device, messageId, counts];
}

function bytesOf(value: unknown, length: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== length) throw new Error(`envelope: expected ${length} bytes`);
  return value;
}
