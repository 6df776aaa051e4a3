import { limits } from '../../protocol/limits.ts';
import { EncodingError, compareBytes, encodeCbor, labelled, sha256, type Bytes } from '../encoding.ts';
import { labels } from '../labels.ts';
import { EpochError } from './epochError.ts';
import { arrayOf, booleanOf, bytesOf, integerOf, signedBody, versionedFields } from './fields.ts';

/** An account in an epoch: how far its chain was, which of its keys the epoch key is sealed to, and that slot's hash. */
export interface RosterEntry {
  readonly account: Bytes;
  /** SHA-256 of the account identity key. */
  readonly identityHash: Bytes;
  readonly chainHead: { readonly number: number; readonly hash: Bytes };
  readonly generation: number;
  readonly slotHash: Bytes;
}

/**
 * One epoch of a conversation. Encoded as `[body, signature of the maker's device]`, the body `[version, conversation,
 * number, previous, roster, shares history, epoch id, maker's account, maker's device]`, both deterministic CBOR.
 */
export interface EpochRecord {
  readonly conversation: Bytes;
  /** 1, 2, 3 ... */
  readonly number: number;
  /** Hash of the record before; zeros in the first. */
  readonly previous: Bytes;
  /** Sorted by account. */
  readonly roster: readonly RosterEntry[];
  readonly sharesHistory: boolean;
  /** 16 bytes that only this epoch's key yields. */
  readonly epochId: Bytes;
  readonly maker: { readonly account: Bytes; readonly device: Bytes };
}

export interface SignedRecord {
  readonly record: EpochRecord;
  readonly body: Bytes;
  readonly signature: Bytes;
}

const VERSION = 1;
/** Stands in the first record for the hash of the one before. */
export const EPOCH_GENESIS: Bytes = new Uint8Array(32);

/** @throws EpochError 'malformed', 'unknown version', 'too large'; whether it may stand is for the conversation to say. */
export function decodeSignedRecord(bytes: Uint8Array): SignedRecord {
  if (bytes.length > limits.epochRecord) throw new EpochError('too large');
  try {
    const { body, signatures } = signedBody(bytes);
    const [signature] = signatures;
    if (!signature || signatures.length !== 1) throw new EncodingError('wrong shape');
    return { record: recordOf(versionedFields(body, VERSION)), body, signature };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new EpochError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

function recordOf(fields: readonly unknown[]): EpochRecord {
  const [conversation, number, previous, roster, sharesHistory, epochId, account, device] = arrayOf(fields, 8);
  return {
    conversation: bytesOf(conversation, 32),
    number: integerOf(number, 1),
    previous: bytesOf(previous, 32),
    roster: rosterOf(roster),
    sharesHistory: booleanOf(sharesHistory),
    epochId: bytesOf(epochId, 16),
    maker: { account: bytesOf(account, 32), device: bytesOf(device, 32) },
  };
}

function rosterOf(value: unknown): readonly RosterEntry[] {
  const roster = arrayOf(value).map(rosterEntryOf);
  const sorted = roster.every((entry, index) => {
    const before = roster[index - 1];
    return !before || compareBytes(before.account, entry.account) < 0;
  });
  if (!sorted || roster.length === 0 || roster.length > limits.membersPerConversation) {
    throw new EncodingError('wrong shape');
  }
  return roster;
}

function rosterEntryOf(value: unknown): RosterEntry {
  const [account, identityHash, number, hash, generation, slot] = arrayOf(value, 6);
  return {
    account: bytesOf(account, 32),
    identityHash: bytesOf(identityHash, 32),
    chainHead: { number: integerOf(number, 1), hash: bytesOf(hash, 32) },
    generation: integerOf(generation, 1),
    slotHash: bytesOf(slot, 32),
  };
}

/** The body of a record, which its maker's device signs. */
export function encodeRecordBody(record: EpochRecord): Bytes {
  const { conversation, number, previous, sharesHistory, epochId, maker } = record;
  const roster = record.roster.map((entry) => [...membershipFields(entry), entry.slotHash]);
  return encodeCbor([
    VERSION,
    conversation,
    number,
    previous,
    roster,
    sharesHistory,
    epochId,
    maker.account,
    maker.device,
  ]);
}

/** A roster's entry before its slot is sealed. */
export type Membership = Omit<RosterEntry, 'slotHash'>;

/** What a slot binds of the roster: all of it but the slots' hashes, which are not known before. */
export function rosterHash(roster: readonly Membership[]): Bytes {
  return sha256(labelled(labels.rosterHash, encodeCbor(roster.map(membershipFields))));
}

function membershipFields({ account, identityHash, chainHead, generation }: Membership): readonly unknown[] {
  return [account, identityHash, chainHead.number, chainHead.hash, generation];
}

/** SHA-256 of the whole record: what envelopes and the next record name it by. */
export function epochHash(bytes: Uint8Array): Bytes {
  return sha256(bytes);
}

export function slotHash(sealed: Uint8Array): Bytes {
  return sha256(sealed);
}

/** The id of the direct conversation of two accounts, whichever comes first; so its roster is fixed. */
export function directConversationId(a: Uint8Array, b: Uint8Array): Bytes {
  const accounts = [a, b].toSorted(compareBytes);
  return sha256(labelled(labels.directConversation, encodeCbor(accounts)));
}

/** One in clear has an id of its own, so that it never stands where a sealed one belongs. */
export function clearConversationId(a: Uint8Array, b: Uint8Array): Bytes {
  return sha256(labelled(labels.clearConversation, directConversationId(a, b)));
}
