import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { equalBytes, type Bytes } from '../encoding.ts';
import { purposes } from '../labels.ts';
import { ChainError } from './chainError.ts';
import {
  CHAIN_GENESIS,
  decodeChainEntry,
  signerOf,
  type ChainEntry,
  type ChainFact,
  type DevicePublic,
  type NewAccountKeyPublic,
} from './chainEntry.ts';
import { verifySignature } from './signature.ts';

export { ChainError, type ChainErrorReason } from './chainError.ts';
export { accountIdOf, entryKind, nameHash, seedsHash, type ChainEntryKind, type EntryGlance } from './chainEntry.ts';

/** A device that is or was the account's. `addedAt` and `removedAt` are numbers of entries. */
export interface ChainDevice extends DevicePublic {
  readonly addedAt: number;
  readonly removedAt: number | null;
}

/** The public half of an account key; `at` is the number of the entry that brought it. */
export interface AccountKeyPublic extends NewAccountKeyPublic {
  readonly at: number;
}

/** What an account's chain says up to its newest entry. Never changed: every entry gives a new one. */
export interface AccountChain {
  /** Hash of `created`. */
  readonly account: Bytes;
  readonly nameHash: Bytes;
  /** Number and hash of the newest entry: the chain's head. */
  readonly number: number;
  readonly hash: Bytes;
  /** The hash of entry n stands at n - 1. */
  readonly hashes: readonly Bytes[];
  readonly identityKey: Bytes;
  /** All identity keys in turn; each but the first came with a reset. */
  readonly identityKeys: readonly { readonly key: Bytes; readonly at: number }[];
  readonly resets: number;
  readonly vaultBoxKey: Bytes;
  /** All devices there ever were, by base64url of their ids. */
  readonly devices: ReadonlyMap<string, ChainDevice>;
  /** All generations in turn: 1, 2, 3 ... */
  readonly accountKeys: readonly AccountKeyPublic[];
  /**
   * Generation of the first account key at or after the last removal of a device: nothing new is sealed to an older one.
   * A device that removed itself raises it only once the renewal is there, since nobody else may be live to make it, and
   * a device that logs out honestly forgets its keys.
   */
  readonly leastGeneration: number;
  /** How `leastGeneration` rose: from entry `at` on it was `generation`. */
  readonly floors: readonly { readonly generation: number; readonly at: number }[];
  /** A device removed itself, and no account key came since: the next device to be there makes one. */
  readonly renewalOwed: boolean;
  readonly removed: boolean;
}

/**
 * The chain with one entry more; `null` before the first.
 * @throws ChainError when the entry does not extend it, or says what it may not.
 */
export function extendChain(chain: AccountChain | null, bytes: Uint8Array): AccountChain {
  const entry = decodeChainEntry(bytes);
  if (chain === null) return begin(entry);
  checkPlace(chain, entry);
  checkSignatures(chain, entry);
  return apply(moved(chain, entry), entry);
}

/** @throws ChainError as `extendChain` does, and 'not created' when there is no entry. */
export function readChain(entries: readonly Uint8Array[]): AccountChain {
  const chain = entries.reduce<AccountChain | null>(extendChain, null);
  if (chain === null) throw new ChainError('not created');
  return chain;
}

function begin(entry: ChainEntry): AccountChain {
  const { fact, number, previous, hash } = entry;
  if (fact.kind !== 'created') throw new ChainError('not created');
  if (number !== 1) throw new ChainError('wrong number');
  if (!equalBytes(previous, CHAIN_GENESIS)) throw new ChainError('wrong previous');
  if (fact.accountKey.generation !== 1) throw new ChainError('wrong generation');
  checkIdentity(fact.identityKey, entry);
  checkCountersignature(fact.device, entry);
  return {
    account: hash,
    nameHash: fact.nameHash,
    number,
    hash,
    hashes: [hash],
    identityKey: fact.identityKey,
    identityKeys: [{ key: fact.identityKey, at: number }],
    resets: 0,
    vaultBoxKey: fact.vaultBoxKey,
    devices: new Map([[toBase64url(fact.device.id), { ...fact.device, addedAt: number, removedAt: null }]]),
    accountKeys: [{ ...fact.accountKey, at: number }],
    leastGeneration: 1,
    floors: [{ generation: 1, at: number }],
    renewalOwed: false,
    removed: false,
  };
}

function checkPlace(chain: AccountChain, { fact, number, previous }: ChainEntry): void {
  if (fact.kind === 'created') throw new ChainError('already created');
  if (chain.removed) throw new ChainError('account removed');
  if (number !== chain.number + 1) throw new ChainError('wrong number');
  if (!equalBytes(previous, chain.hash)) throw new ChainError('wrong previous');
}

function checkSignatures(chain: AccountChain, entry: ChainEntry): void {
  const { fact } = entry;
  const signer = signerOf(fact);
  if (signer) return checkDevice(requireLive(chain, signer), entry, 0);
  checkIdentity(fact.kind === 'reset' ? fact.identityKey : chain.identityKey, entry);
  if ('device' in fact) checkCountersignature(fact.device, entry);
}

function checkIdentity(identityKey: Bytes, { body, signatures: [signature] }: ChainEntry): void {
  if (!signature || !verifySignature(identityKey, purposes.chainByIdentity, body, signature)) {
    throw new ChainError('wrong signature');
  }
}

const checkCountersignature = (device: DevicePublic, entry: ChainEntry): void => checkDevice(device, entry, 1);

function checkDevice(device: DevicePublic, { body, signatures }: ChainEntry, place: 0 | 1): void {
  const signature = signatures[place];
  if (!signature || !verifySignature(device.signingKey, purposes.chainByDevice, body, signature)) {
    throw new ChainError('wrong signature');
  }
}

function moved(chain: AccountChain, { number, hash }: ChainEntry): AccountChain {
  return { ...chain, number, hash, hashes: [...chain.hashes, hash] };
}

/** `chain` stands at the entry already. */
function apply(chain: AccountChain, { fact, number }: ChainEntry): AccountChain {
  switch (fact.kind) {
    case 'device added':
      return withDevice(chain, fact.device, number);
    case 'device removed':
      return afterRemoval(chain, fact, number);
    case 'account key':
      return withAccountKey(chain, fact.accountKey, number, chain.renewalOwed);
    case 'device box key':
      return withDeviceBoxKey(chain, fact.deviceId, fact.boxKey);
    case 'vault box key':
      return withVaultBoxKey(chain, fact.boxKey);
    case 'reset':
      return afterReset(chain, fact, number);
    case 'removed':
      return { ...chain, removed: true };
    case 'created':
      throw new ChainError('already created');
  }
}

function withDevice(chain: AccountChain, device: DevicePublic, number: number): AccountChain {
  const id = toBase64url(device.id);
  if (chain.devices.has(id)) throw new ChainError('device exists');
  if (liveDevices(chain).length >= limits.devicesPerAccount) throw new ChainError('too many devices');
  return { ...chain, devices: new Map(chain.devices).set(id, { ...device, addedAt: number, removedAt: null }) };
}

function afterRemoval(
  chain: AccountChain,
  { deviceId, accountKey }: Extract<ChainFact, { kind: 'device removed' }>,
  number: number,
): AccountChain {
  const device = { ...requireLive(chain, deviceId), removedAt: number };
  const without = { ...chain, devices: new Map(chain.devices).set(toBase64url(deviceId), device) };
  return accountKey ? withAccountKey(without, accountKey, number, true) : { ...without, renewalOwed: true };
}

/** `shutsOut`: somebody who held the keys before may not have this one. */
function withAccountKey(
  chain: AccountChain,
  accountKey: NewAccountKeyPublic,
  number: number,
  shutsOut: boolean,
): AccountChain {
  const { generation, publicKey } = accountKey;
  if (generation !== newestAccountKey(chain).generation + 1) throw new ChainError('wrong generation');
  if (chain.accountKeys.some((key) => equalBytes(key.publicKey, publicKey))) throw new ChainError('repeated key');
  const accountKeys = [...chain.accountKeys, { ...accountKey, at: number }];
  if (!shutsOut) return { ...chain, accountKeys };
  const floors = [...chain.floors, { generation, at: number }];
  return { ...chain, accountKeys, floors, leastGeneration: generation, renewalOwed: false };
}

function withDeviceBoxKey(chain: AccountChain, deviceId: Bytes, boxKey: Bytes): AccountChain {
  const device = requireLive(chain, deviceId);
  if (equalBytes(device.boxKey, boxKey)) throw new ChainError('repeated key');
  return { ...chain, devices: new Map(chain.devices).set(toBase64url(deviceId), { ...device, boxKey }) };
}

function withVaultBoxKey(chain: AccountChain, vaultBoxKey: Bytes): AccountChain {
  if (equalBytes(chain.vaultBoxKey, vaultBoxKey)) throw new ChainError('repeated key');
  return { ...chain, vaultBoxKey };
}

/** A new identity removes all devices of the one before, and never is one that was there already. */
function afterReset(
  chain: AccountChain,
  { identityKey, vaultBoxKey, device, accountKey }: Extract<ChainFact, { kind: 'reset' }>,
  number: number,
): AccountChain {
  if (chain.identityKeys.some(({ key }) => equalBytes(key, identityKey))) throw new ChainError('repeated key');
  const devices = new Map(
    [...chain.devices].map(([id, old]) => [id, { ...old, removedAt: old.removedAt ?? number }] as const),
  );
  const identityKeys = [...chain.identityKeys, { key: identityKey, at: number }];
  const anew = { ...chain, identityKey, identityKeys, resets: chain.resets + 1, devices };
  return withAccountKey(withDevice(withVaultBoxKey(anew, vaultBoxKey), device, number), accountKey, number, true);
}

function requireLive(chain: AccountChain, deviceId: Uint8Array): ChainDevice {
  const device = chain.devices.get(toBase64url(deviceId));
  if (!device) throw new ChainError('unknown device');
  if (device.removedAt !== null) throw new ChainError('removed device');
  return device;
}

/** The device, if it was live when the chain's head was entry `headNumber`. */
export function deviceAt(chain: AccountChain, deviceId: Uint8Array, headNumber: number): ChainDevice | null {
  const device = chain.devices.get(toBase64url(deviceId));
  if (!device || headNumber > chain.number || headNumber < device.addedAt) return null;
  return device.removedAt !== null && device.removedAt <= headNumber ? null : device;
}

export function liveDevices(chain: AccountChain): ChainDevice[] {
  return [...chain.devices.values()].filter((device) => device.removedAt === null);
}

export function newestAccountKey(chain: AccountChain): AccountKeyPublic {
  const newest = chain.accountKeys.at(-1);
  if (!newest) throw new RangeError('account chain without an account key');
  return newest;
}

/** Whether entry `head.number` of the chain is there and has that hash. */
export function isOnChain(chain: AccountChain, head: { readonly number: number; readonly hash: Uint8Array }): boolean {
  const hash = chain.hashes[head.number - 1];
  return hash !== undefined && equalBytes(hash, head.hash);
}

/** What held when the chain's head was entry `headNumber`; null when there was no such entry. */
export function standingAt(
  chain: AccountChain,
  headNumber: number,
): { identityKey: Bytes; leastGeneration: number } | null {
  if (headNumber > chain.number) return null;
  const identity = chain.identityKeys.findLast(({ at }) => at <= headNumber);
  const floor = chain.floors.findLast(({ at }) => at <= headNumber);
  return identity && floor ? { identityKey: identity.key, leastGeneration: floor.generation } : null;
}
