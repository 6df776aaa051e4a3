import { openSlot } from '../../crypto/epoch.ts';
import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import type { EpochRecord, RosterEntry } from '../../crypto/verify/epochRecord.ts';
import type { Epoch } from '../../protocol/api/conversations.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';

/** The account's place in an epoch, under the identity that it has now; what was before a reset opens for nobody of it. */
export function ownPlace(record: EpochRecord, own: OwnAccount): RosterEntry | undefined {
  const identity = sha256(own.chain.identityKey);
  return record.roster.find(
    ({ account, identityHash }) => equalBytes(account, own.id) && equalBytes(identityHash, identity),
  );
}

/** The key of an epoch, from the account's slot in it, or from the one that another member sealed anew. */
export async function openOwnSlot(
  record: EpochRecord,
  own: OwnAccount,
  { sealed, resealed }: Pick<Epoch, 'sealed' | 'resealed'>,
): Promise<Uint8Array | null> {
  const place = record.roster.find(({ account }) => equalBytes(account, own.id));
  if (!place) return null;
  const first = sealed === null ? null : await open(record, own, place.generation, sealed);
  return first ?? (resealed && (await open(record, own, resealed.generation, resealed.sealed)));
}

async function open(
  record: EpochRecord,
  own: OwnAccount,
  generation: number,
  sealed: string,
): Promise<Uint8Array | null> {
  const accountKey = await own.accountKey(generation);
  if (!accountKey) return null;
  try {
    return await openSlot({ record, account: own.id, generation, accountKey, sealed: fromBase64url(sealed) });
  } catch {
    return null;
  }
}
