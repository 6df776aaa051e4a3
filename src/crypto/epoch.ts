import { toBase64url } from '../protocol/base64url.ts';
import { openWith, sealTo, type BoxKey } from './boxKey.ts';
import type { DeviceKeys } from './deviceKeys.ts';
import { compareBytes, encodeCbor, equalBytes, labelled, sha256, type Bytes } from './encoding.ts';
import { derive } from './hkdf.ts';
import { KeyError } from './keyError.ts';
import { labels, purposes } from './labels.ts';
import { randomBytes, type Random } from './random.ts';
import { sign } from './signingKey.ts';
import { deviceAt, newestAccountKey, type AccountChain } from './verify/accountChain.ts';
import { encodeRecordBody, rosterHash, type Membership } from './verify/epochEncoding.ts';
import { EpochError, epochHash, slotHash, type EpochRecord, type RosterEntry } from './verify/epochRecord.ts';

/** The epoch key sealed to one account. */
export interface Slot {
  readonly account: Bytes;
  readonly sealed: Bytes;
}

export interface MadeEpoch {
  /** Encoded and signed, with its hash. */
  readonly record: Bytes;
  readonly hash: Bytes;
  /** 32 random bytes. */
  readonly epochKey: Bytes;
  readonly slots: readonly Slot[];
}

export type SlotErrorReason =
  /** The account is not in the epoch. */
  | 'not in the roster'
  /** Sealed for somebody else or something else, or changed on the way. */
  | 'does not open'
  /** It opens, and holds another key than the other members have: time for the next epoch. */
  | 'wrong epoch key';

/** A slot does not give the key of its epoch. */
export class SlotError extends Error {
  override readonly name = 'SlotError';
  readonly reason: SlotErrorReason;
  constructor(reason: SlotErrorReason) {
    super(`slot: ${reason}`);
    this.reason = reason;
  }
}

/** What a slot binds beside the account: all that is known of an epoch before its slots are sealed. */
export interface SlotPlace {
  readonly conversation: Bytes;
  readonly number: number;
  readonly epochId: Bytes;
  readonly roster: readonly Membership[];
}

/**
 * The next epoch of a conversation: a fresh key, sealed to the newest account key of everyone in the roster, as their chains
 * are given. `previous`: hash of the record before, zeros for the first.
 * @throws EpochError 'account removed'; 'wrong maker' when the maker's device is not live in the roster; 'wrong roster'
 * when it is empty or an account is there twice.
 */
export async function makeEpoch(
  given: {
    readonly conversation: Uint8Array;
    readonly number: number;
    readonly previous: Uint8Array;
    readonly roster: readonly { readonly chain: AccountChain }[];
    readonly sharesHistory: boolean;
    readonly maker: { readonly account: Uint8Array; readonly device: DeviceKeys };
  },
  random?: Random,
): Promise<MadeEpoch> {
  const { number, sharesHistory, maker } = given;
  const chains = given.roster.map(({ chain }) => chain).toSorted((a, b) => compareBytes(a.account, b.account));
  checkChains(chains, maker);
  const epochKey = randomBytes(32, random);
  const conversation = new Uint8Array(given.conversation);
  const place: SlotPlace = { conversation, number, epochId: epochIdOf(epochKey), roster: chains.map(membership) };
  const slots: Slot[] = [];
  const roster: RosterEntry[] = [];
  for (const chain of chains) {
    const { account } = chain;
    const { generation, publicKey } = newestAccountKey(chain);
    const sealed = await sealSlot(place, { account, generation, publicKey }, epochKey, random);
    slots.push({ account, sealed });
    roster.push({ ...membership(chain), slotHash: slotHash(sealed) });
  }
  const body = encodeRecordBody({
    ...place,
    previous: new Uint8Array(given.previous),
    roster,
    sharesHistory,
    maker: { account: new Uint8Array(maker.account), device: maker.device.id },
  });
  const record = encodeCbor([body, sign(maker.device.signing, purposes.epochRecord, body)]);
  return { record, hash: epochHash(record), epochKey, slots };
}

function checkChains(
  chains: readonly AccountChain[],
  { account, device }: { readonly account: Uint8Array; readonly device: DeviceKeys },
): void {
  const accounts = new Set(chains.map((chain) => toBase64url(chain.account)));
  if (chains.length === 0 || accounts.size !== chains.length) throw new EpochError('wrong roster');
  if (chains.some((chain) => chain.removed)) throw new EpochError('account removed');
  const own = chains.find((chain) => equalBytes(chain.account, account));
  if (!own || !deviceAt(own, device.id, own.number)) throw new EpochError('wrong maker');
}

function membership(chain: AccountChain): Membership {
  return {
    account: chain.account,
    identityHash: sha256(chain.identityKey),
    chainHead: { number: chain.number, hash: chain.hash },
    generation: newestAccountKey(chain).generation,
  };
}

/** Whom a slot is sealed to, and the generation of the account key that it is sealed to. */
export interface SlotRecipient {
  readonly account: Uint8Array;
  readonly generation: number;
  readonly publicKey: Uint8Array;
}

/**
 * Seals an epoch's key to one account of its roster. Any member may do it anew for another whose slot was lost, then to
 * that account's newest key: the epoch id shows that it is the right one.
 * @throws SlotError 'not in the roster'; KeyError 'bad box key'
 */
export async function sealSlot(
  place: SlotPlace,
  { account, generation, publicKey }: SlotRecipient,
  epochKey: Uint8Array,
  random?: Random,
): Promise<Bytes> {
  return sealTo(publicKey, slotInfo(place, account, generation), epochKey, random);
}

/**
 * The epoch's key, from the slot of `account`; `accountKey` is that of `generation`: the one that the roster names, or for
 * a slot that was sealed anew the one that came with it.
 * @throws SlotError
 */
export async function openSlot(given: {
  readonly record: EpochRecord;
  readonly account: Uint8Array;
  readonly generation: number;
  readonly accountKey: BoxKey;
  readonly sealed: Uint8Array;
}): Promise<Bytes> {
  const { record, account, generation, accountKey, sealed } = given;
  const epochKey = await openOrSlotError(accountKey, slotInfo(record, account, generation), sealed);
  if (epochKey.length !== 32 || !equalBytes(epochIdOf(epochKey), record.epochId))
    throw new SlotError('wrong epoch key');
  return epochKey;
}

async function openOrSlotError(accountKey: BoxKey, info: Bytes, sealed: Uint8Array): Promise<Bytes> {
  try {
    return await openWith(accountKey, info, sealed);
  } catch (error) {
    throw error instanceof KeyError ? new SlotError('does not open') : error;
  }
}

function slotInfo(
  { conversation, number, epochId, roster }: SlotPlace,
  account: Uint8Array,
  generation: number,
): Bytes {
  if (!roster.some((each) => equalBytes(each.account, account))) throw new SlotError('not in the roster');
  const fields = [conversation, number, epochId, account, generation, rosterHash(roster)];
  return labelled(labels.epochSlot, encodeCbor(fields));
}

const epochIdOf = (epochKey: Uint8Array): Bytes => derive(epochKey, labels.epochId, [], 16);
