import type { BoxKey } from './boxKey.ts';
import { EncodingError, encodeCbor, labelled, type Bytes } from './encoding.ts';
import { labels } from './labels.ts';
import type { Random } from './random.ts';
import { SealedError, openForAccount, sealForAccounts, type AccountRecipient } from './sealForAccounts.ts';
import { arrayOf, integerOf, textOf, versionedFields } from './verify/fields.ts';

/** Which record of which machine it is. Sealed for one, it opens as no other. */
export interface RecordPlace {
  /** Id of the server's instance. */
  readonly instance: string;
  readonly machine: string;
  readonly id: string;
  readonly level: string | null;
}

export interface RecordContent {
  readonly text: string;
  /** The machine's clock, UTC milliseconds. */
  readonly sentAt: number;
}

const VERSION = 1;

/** A machine's message, sealed to those who follow it. @throws RangeError, KeyError as `sealForAccounts` */
export function sealRecord(
  place: RecordPlace,
  recipients: readonly AccountRecipient[],
  { text, sentAt }: RecordContent,
  random?: Random,
): Promise<Bytes> {
  return sealForAccounts(bytesOf(place), recipients, encodeCbor([VERSION, text, sentAt]), random);
}

/** @param keyOf the account's key of a generation; undefined: it has none @throws SealedError */
export async function openRecord(
  place: RecordPlace,
  account: Uint8Array,
  keyOf: (generation: number) => Promise<BoxKey | undefined>,
  sealed: Uint8Array,
): Promise<RecordContent> {
  const content = await openForAccount(bytesOf(place), account, keyOf, sealed);
  try {
    const [text, sentAt] = arrayOf(versionedFields(content, VERSION), 2);
    return { text: textOf(text), sentAt: integerOf(sentAt, 0) };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new SealedError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

const bytesOf = ({ instance, machine, id, level }: RecordPlace): Bytes =>
  labelled(labels.sealedRecord, encodeCbor([instance, machine, id, level]));
