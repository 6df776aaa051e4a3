import { openUnder, sealUnder } from './aead.ts';
import { EncodingError, encodeCbor, labelled, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels } from './labels.ts';
import { pad, unpad } from './padding.ts';
import type { Random } from './random.ts';
import { arrayOf, bytesOf, integerOf, textOf, versionedFields } from './verify/fields.ts';

// What a visitor of a website and those who answer say to each other, under the one secret of their conversation. It hides,
// and says nothing of who wrote: whoever has the secret can write for both sides.

/** Who writes: each side has a key of its own, so that nothing that one has said can be shown as the other's. */
export type ContactSide = 'visitor' | 'answerers';

/** Where a line stands. Sealed for one place, it opens in no other. */
export interface LinePlace {
  /** The conversation's id, 32 bytes. */
  readonly conversation: Uint8Array;
  readonly side: ContactSide;
  /** Its number in the log, both sides counted together from 1. */
  readonly seq: number;
}

export interface ContactLine {
  /** 16 bytes that its writer made. */
  readonly id: Bytes;
  readonly text: string;
  /** Name of who answers; empty for the visitor. */
  readonly by: string;
  /** The writer's clock, UTC milliseconds. */
  readonly sentAt: number;
}

export type LineErrorReason =
  /** Of another place, conversation or side, or changed on the way. */
  | 'does not open'
  | 'malformed'
  /** Written by a newer version. */
  | 'unknown version';

/** A line cannot be opened. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly reason: LineErrorReason;
  constructor(reason: LineErrorReason) {
    super(`contact line: ${reason}`);
    this.reason = reason;
  }
}

const VERSION = 1;

/** @param secret of the conversation, 32 bytes */
export function sealLine(
  secret: Uint8Array,
  place: LinePlace,
  { id, text, by, sentAt }: ContactLine,
  random?: Random,
): Promise<Bytes> {
  const inside = encodeCbor([VERSION, id, text, by, sentAt]);
  return sealUnder(keyOf(secret, place), pad(inside), associated(place), random);
}

/** @throws LineError */
export async function openLine(secret: Uint8Array, place: LinePlace, sealed: Uint8Array): Promise<ContactLine> {
  const inside = unpad(await opened(secret, place, sealed));
  if (!inside) throw new LineError('malformed');
  try {
    const [id, text, by, sentAt] = arrayOf(versionedFields(inside, VERSION), 4);
    return { id: bytesOf(id, 16), text: textOf(text), by: textOf(by), sentAt: integerOf(sentAt, 0) };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new LineError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

/** What a visitor shows to read the conversation: 32 bytes, of which the server keeps the SHA-256. */
export const readingToken = (secret: Uint8Array, conversation: Uint8Array): Bytes =>
  derive(secret, labels.contactReading, [conversation]);

async function opened(secret: Uint8Array, place: LinePlace, sealed: Uint8Array): Promise<Bytes> {
  try {
    return await openUnder(keyOf(secret, place), sealed, associated(place));
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new LineError(error.reason === 'unknown suite' ? 'unknown version' : 'does not open');
  }
}

const labelOf = { visitor: labels.contactByVisitor, answerers: labels.contactByAnswerers } as const;

const keyOf = (secret: Uint8Array, { conversation, side }: LinePlace): Bytes =>
  derive(secret, labelOf[side], [conversation]);

const associated = ({ conversation, side, seq }: LinePlace): Bytes =>
  labelled(labelOf[side], encodeCbor([conversation, seq]));
