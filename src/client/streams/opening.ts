import { SealedError, type SealedErrorReason } from '../../crypto/sealForAccounts.ts';
import { openRecord, type RecordContent } from '../../crypto/sealedRecord.ts';
import type { StreamRecord } from '../../protocol/api/streams.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import { Failed } from '../outcome.ts';

const failures = {
  'not for this account': 'not_sealed_to_you',
  'no such key': 'not_sealed_to_you',
  'does not open': 'does_not_open',
  malformed: 'does_not_open',
  'unknown version': 'reload_required',
} as const satisfies Record<SealedErrorReason, string>;

/**
 * What a machine's record says; of one that is not sealed, what the server shows.
 * @throws Failed `not_sealed_to_you`, `does_not_open`, `reload_required`
 */
export async function openedRecord(
  own: Pick<OwnAccount, 'instance' | 'account' | 'accountKey'>,
  machine: string,
  { sealed, message, level, id, at }: StreamRecord,
): Promise<RecordContent> {
  if (!sealed) return { text: message, sentAt: at };
  if (id === undefined) throw new Failed('does_not_open');
  try {
    const place = { instance: own.instance, machine, id, level };
    const keyOf = async (generation: number) => (await own.accountKey(generation)) ?? undefined;
    return await openRecord(place, fromBase64url(own.account), keyOf, bytesOf(message));
  } catch (error) {
    throw error instanceof SealedError ? new Failed(failures[error.reason], { cause: error }) : error;
  }
}

/** @throws Failed `does_not_open`: the server shows what nobody sealed */
function bytesOf(message: string): Uint8Array {
  try {
    return fromBase64url(message);
  } catch (error) {
    throw new Failed('does_not_open', { cause: error });
  }
}
