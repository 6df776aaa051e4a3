import { encode } from 'cborg';
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
  return encode(headerFields(header));
}

export function encodeEnvelope({ header, nonce, ciphertext }: Envelope): Uint8Array<ArrayBuffer> {
  return encode([...headerFields(header), nonce, ciphertext]);
}

/**
 * The byte strings are views of `bytes`. It reads by hand what it knows the shape of, because the server does so for each
 * message: deterministic CBOR only, nothing else and nothing after it.
 * @throws Error when the bytes are not an envelope of this version.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length > limits.envelope) throw new Error('envelope: too large');
  const read = new Reading(bytes);
  read.expect(ARRAY + 11, 'array');
  read.expect(VERSION, 'unknown version');
  const conversation = read.bytes(32);
  const epoch = read.bytes(32);
  const account = read.bytes(32);
  const number = read.head(UNSIGNED);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error('envelope: chain head');
  const hash = read.bytes(32);
  const device = read.bytes(32);
  const messageId = read.bytes(16);
  const counts = read.boolean();
  const nonce = read.bytes(12);
  const ciphertext = read.bytes();
  if (ciphertext.length < GCM_TAG) throw new Error('envelope: ciphertext');
  read.end();
  const header = { conversation, epoch, account, chainHead: { number, hash }, device, messageId, counts };
  return { header, nonce, ciphertext };
}

const UNSIGNED = 0x00;
const BYTES = 0x40;
const ARRAY = 0x80;
const FALSE = 0xf4;
const TRUE = 0xf5;

/** What follows the first byte of an item by its low five bits (RFC 8949, 3), and the least value in the shortest form. */
const FOLLOWING: Readonly<Record<number, { readonly bytes: number; readonly least: number }>> = {
  24: { bytes: 1, least: 24 },
  25: { bytes: 2, least: 0x100 },
  26: { bytes: 4, least: 0x1_0000 },
  27: { bytes: 8, least: 0x1_0000_0000 },
};

/** Deterministic CBOR, item by item. */
class Reading {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  expect(byte: number, what: string): void {
    if (this.#next() !== byte) throw new Error(`envelope: ${what}`);
  }

  /** The number in the head of an item of that type. */
  head(type: number): number {
    const first = this.#next();
    const low = first & 0x1f;
    if ((first & 0xe0) !== type) throw new Error('envelope: another type');
    if (low < 24) return low;
    const following = FOLLOWING[low];
    if (!following) throw new Error('envelope: not deterministic');
    let value = 0;
    for (let left = following.bytes; left > 0; left--) value = value * 256 + this.#next();
    if (value < following.least) throw new Error('envelope: not deterministic');
    return value;
  }

  bytes(expected?: number): Uint8Array {
    const length = this.head(BYTES);
    if (expected !== undefined && length !== expected) throw new Error(`envelope: expected ${expected} bytes`);
    const start = this.#at;
    if (length > this.#bytes.length - start) throw new Error('envelope: cut off');
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  boolean(): boolean {
    const byte = this.#next();
    if (byte !== FALSE && byte !== TRUE) throw new Error('envelope: counts');
    return byte === TRUE;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new Error('envelope: more follows');
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error('envelope: cut off');
    return byte;
  }
}

function headerFields(header: EnvelopeHeader): unknown[] {
  const { conversation, epoch, account, chainHead, device, messageId, counts } = header;
  return [VERSION, conversation, epoch, account, chainHead.number, chainHead.hash, device, messageId, counts];
}
