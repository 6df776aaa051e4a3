import { compareBytes, equalBytes, sha256, type Bytes } from '../encoding.ts';
import { purposes } from '../labels.ts';
import { deviceAt, isOnChain, standingAt, type AccountChain } from './accountChain.ts';
import { EpochError } from './epochError.ts';
import {
  EPOCH_GENESIS,
  decodeSignedRecord,
  slotHash,
  type EpochRecord,
  type RosterEntry,
  type SignedRecord,
} from './epochEncoding.ts';
import { verifySignature } from './signature.ts';

export { EpochError, type EpochErrorReason } from './epochError.ts';
export {
  clearConversationId,
  directConversationId,
  epochHash,
  slotHash,
  type EpochRecord,
  type RosterEntry,
} from './epochEncoding.ts';

/** What a record is checked against. */
export interface EpochContext {
  readonly conversation: Uint8Array;
  /** The record before; null for the first. With its roster, no account may stand further back than there. */
  readonly previous: {
    readonly number: number;
    readonly hash: Uint8Array;
    readonly roster?: readonly RosterEntry[];
  } | null;
  /** Who is in the conversation, in any order. */
  readonly members: readonly Uint8Array[];
  readonly chains: (account: Uint8Array) => AccountChain | undefined;
  readonly slots?: readonly { readonly account: Uint8Array; readonly sealed: Uint8Array }[];
  /**
   * The record was accepted in its time and is read back: every account is looked at as of the head that the record
   * names. Without this it is a new one, and also has to fit the chains as they are now: no account removed, no identity
   * reset, no account key from before a removal, a maker who is still live.
   */
  readonly history?: boolean;
}

/** @throws EpochError when the bytes are no record; nothing else is looked at. */
export function decodeEpochRecord(bytes: Uint8Array): EpochRecord {
  return decodeSignedRecord(bytes).record;
}

/** @throws EpochError when the record may not stand. */
export function checkEpochRecord(bytes: Uint8Array, given: EpochContext): EpochRecord {
  const signed = decodeSignedRecord(bytes);
  const { record } = signed;
  if (!equalBytes(record.conversation, given.conversation)) throw new EpochError('wrong conversation');
  checkPlace(record, given.previous);
  checkMembers(record.roster, given.members);
  for (const entry of record.roster) checkRosterEntry(entry, given);
  checkMaker(signed, given);
  if (given.slots) checkSlots(record.roster, given.slots);
  return record;
}

function checkPlace(record: EpochRecord, previous: EpochContext['previous']): void {
  if (record.number !== (previous?.number ?? 0) + 1) throw new EpochError('wrong number');
  if (!equalBytes(record.previous, previous?.hash ?? EPOCH_GENESIS)) throw new EpochError('wrong previous');
}

function checkMembers(roster: readonly RosterEntry[], members: readonly Uint8Array[]): void {
  const sorted = members.toSorted(compareBytes);
  const same = sorted.length === roster.length && roster.every(({ account }, at) => isAt(sorted, at, account));
  if (!same) throw new EpochError('wrong roster');
}

function isAt(members: readonly Uint8Array[], at: number, account: Bytes): boolean {
  const member = members[at];
  return member !== undefined && equalBytes(member, account);
}

function checkRosterEntry(entry: RosterEntry, given: EpochContext): void {
  const chain = chainOf(entry.account, given);
  const head = entry.chainHead.number;
  if (!isOnChain(chain, entry.chainHead)) throw new EpochError('wrong chain head');
  checkAdvance(entry, given.previous?.roster);
  checkStanding(chain, entry, head);
  const known = chain.accountKeys.some(({ generation, at }) => generation === entry.generation && at <= head);
  if (!known) throw new EpochError('unknown generation');
  if (chain.removed && (!given.history || head === chain.number)) throw new EpochError('account removed');
  if (!given.history) checkStanding(chain, entry, chain.number);
}

function chainOf(account: Uint8Array, given: EpochContext): AccountChain {
  const chain = given.chains(account);
  if (!chain || !equalBytes(chain.account, account)) throw new EpochError('unknown account');
  return chain;
}

function checkAdvance({ account, chainHead }: RosterEntry, before: readonly RosterEntry[] | undefined): void {
  const earlier = before?.find((entry) => equalBytes(entry.account, account));
  if (earlier && earlier.chainHead.number > chainHead.number) throw new EpochError('older chain head');
}

function checkStanding(chain: AccountChain, entry: RosterEntry, head: number): void {
  const standing = standingAt(chain, head);
  if (!standing || !equalBytes(sha256(standing.identityKey), entry.identityHash))
    throw new EpochError('wrong identity');
  if (entry.generation < standing.leastGeneration) throw new EpochError('passed generation');
}

function checkMaker({ record, body, signature }: SignedRecord, given: EpochContext): void {
  const { account, device: deviceId } = record.maker;
  const entry = record.roster.find((each) => equalBytes(each.account, account));
  if (!entry) throw new EpochError('wrong maker');
  const chain = chainOf(account, given);
  const device = deviceAt(chain, deviceId, entry.chainHead.number);
  if (!device || (!given.history && device.removedAt !== null)) throw new EpochError('wrong maker');
  if (!verifySignature(device.signingKey, purposes.epochRecord, body, signature))
    throw new EpochError('wrong signature');
}

function checkSlots(roster: readonly RosterEntry[], slots: NonNullable<EpochContext['slots']>): void {
  const sorted = slots.toSorted((a, b) => compareBytes(a.account, b.account));
  const same =
    sorted.length === roster.length &&
    roster.every((entry, at) => {
      const slot = sorted[at];
      return slot && equalBytes(slot.account, entry.account) && equalBytes(slotHash(slot.sealed), entry.slotHash);
    });
  if (!same) throw new EpochError('wrong slots');
}
