import type { BoxKey } from './boxKey.ts';
import { EncodingError, encodeCbor, labelled, type Bytes } from './encoding.ts';
import { labels } from './labels.ts';
import type { Random } from './random.ts';
import { SealedError, openForAccount, sealForAccounts, type AccountRecipient } from './sealForAccounts.ts';
import { arrayOf, bytesOf, textOf, versionedFields } from './verify/fields.ts';

/** Which conversation of which contact form it opens. Sealed for one, it opens no other. */
export interface OpeningPlace {
  /** Id of the server's instance. */
  readonly instance: string;
  /** Key of the thread. */
  readonly thread: string;
  /** The conversation's id, 32 bytes. */
  readonly conversation: Uint8Array;
}

/** What those who answer need before they can read anything. Who it is, is the visitor's own word. */
export interface ContactOpening {
  /** 32 bytes: everything in the conversation is under keys that come from it. */
  readonly secret: Bytes;
  readonly name: string;
  /** Empty: none was given. */
  readonly surname: string;
  readonly email: string;
}

const VERSION = 1;

/** A visitor opens a conversation for those who answer. @throws RangeError, KeyError as `sealForAccounts` */
export function sealOpening(
  place: OpeningPlace,
  recipients: readonly AccountRecipient[],
  { secret, name, surname, email }: ContactOpening,
  random?: Random,
): Promise<Bytes> {
  return sealForAccounts(bytesAt(place), recipients, encodeCbor([VERSION, secret, name, surname, email]), random);
}

/** @param keyOf the account's key of a generation; undefined: it has none @throws SealedError */
export async function openOpening(
  place: OpeningPlace,
  account: Uint8Array,
  keyOf: (generation: number) => Promise<BoxKey | undefined>,
  sealed: Uint8Array,
): Promise<ContactOpening> {
  const content = await openForAccount(bytesAt(place), account, keyOf, sealed);
  try {
    const [secret, name, surname, email] = arrayOf(versionedFields(content, VERSION), 4);
    return { secret: bytesOf(secret, 32), name: textOf(name), surname: textOf(surname), email: textOf(email) };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new SealedError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

const bytesAt = ({ instance, thread, conversation }: OpeningPlace): Bytes =>
  labelled(labels.contactOpening, encodeCbor([instance, thread, conversation]));
