import { EncodingError, encodeCbor, labelled, sha256, type Bytes } from '../encoding.ts';
import { labels } from '../labels.ts';
import { limits } from '../../protocol/limits.ts';
import { ChainError } from './chainError.ts';
import { isBoxPublicKey } from './boxPublicKey.ts';
import { arrayOf, bytesOf, integerOf, signedBody, versionedFields } from './fields.ts';

/**
 * An entry is `[body, signature, ...]`, its body `[version, kind, number, hash of the entry before, fields ...]`, both
 * deterministic CBOR; the hash of an entry is the SHA-256 of all of it.
 */
const ENTRY_VERSION = 1;
/** Stands in `created` for the hash of the entry before. */
export const CHAIN_GENESIS: Bytes = new Uint8Array(32);

export interface DevicePublic {
  /** SHA-256 of the signing key. */
  readonly id: Bytes;
  readonly signingKey: Bytes;
  readonly boxKey: Bytes;
}

/** An account key as an entry brings it. */
export interface NewAccountKeyPublic {
  readonly generation: number;
  readonly publicKey: Bytes;
  /** Hash of its sealed seeds, which go up beside the entry. */
  readonly seedsHash: Bytes;
}

/** What each kind of entry says. `signer` null: the account identity key. */
export type ChainFact =
  | {
      readonly kind: 'created';
      readonly nameHash: Bytes;
      readonly identityKey: Bytes;
      readonly vaultBoxKey: Bytes;
      readonly device: DevicePublic;
      readonly accountKey: NewAccountKeyPublic;
    }
  | { readonly kind: 'device added'; readonly device: DevicePublic }
  /** With the next account key: by the identity key. Without: by the device itself. */
  | { readonly kind: 'device removed'; readonly deviceId: Bytes; readonly accountKey: NewAccountKeyPublic | null }
  | { readonly kind: 'account key'; readonly signer: Bytes | null; readonly accountKey: NewAccountKeyPublic }
  | { readonly kind: 'device box key'; readonly deviceId: Bytes; readonly boxKey: Bytes }
  | { readonly kind: 'vault box key'; readonly boxKey: Bytes }
  | {
      readonly kind: 'reset';
      readonly identityKey: Bytes;
      readonly vaultBoxKey: Bytes;
      readonly device: DevicePublic;
      readonly accountKey: NewAccountKeyPublic;
    }
  | { readonly kind: 'removed' };
export type ChainEntryKind = ChainFact['kind'];

export interface ChainEntry {
  readonly number: number;
  readonly previous: Bytes;
  readonly fact: ChainFact;
  readonly body: Bytes;
  readonly signatures: readonly Bytes[];
  readonly hash: Bytes;
}

/** Two where a device comes in: the identity key certifies it, and it proves that it holds its key. */
const signaturesOf: Record<ChainEntryKind, number> = {
  created: 2,
  'device added': 2,
  'device removed': 1,
  'account key': 1,
  'device box key': 1,
  'vault box key': 1,
  reset: 2,
  removed: 1,
};

/** @throws ChainError when the bytes are no entry; whether it is true is for the chain to say. */
export function decodeChainEntry(bytes: Uint8Array): ChainEntry {
  if (bytes.length > limits.chainEntry) throw new ChainError('too large');
  try {
    return readEntry(bytes);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new ChainError(error.reason === 'unknown version' ? 'unknown version' : 'malformed');
  }
}

function readEntry(bytes: Uint8Array): ChainEntry {
  const { body, signatures } = signedBody(bytes);
  const [kind, number, previous, ...fields] = versionedFields(body, ENTRY_VERSION);
  const fact = readFact(kind, fields);
  if (signatures.length !== signaturesOf[fact.kind]) throw new EncodingError('wrong shape');
  return { number: integerOf(number, 1), previous: bytesOf(previous, 32), fact, body, signatures, hash: sha256(bytes) };
}

function readFact(kind: unknown, fields: readonly unknown[]): ChainFact {
  switch (kind) {
    case 'created': {
      const [nameHash, ...identity] = arrayOf(fields, 5);
      return { kind, nameHash: bytesOf(nameHash, 32), ...identityOf(identity) };
    }
    case 'device added': {
      const [device] = arrayOf(fields, 1);
      return { kind, device: deviceOf(device) };
    }
    case 'device removed': {
      const [deviceId, accountKey] = arrayOf(fields, 2);
      return {
        kind,
        deviceId: bytesOf(deviceId, 32),
        accountKey: accountKey === null ? null : accountKeyOf(accountKey),
      };
    }
    case 'account key': {
      const [signer, accountKey] = arrayOf(fields, 2);
      return { kind, signer: signer === null ? null : bytesOf(signer, 32), accountKey: accountKeyOf(accountKey) };
    }
    case 'device box key': {
      const [deviceId, boxKey] = arrayOf(fields, 2);
      return { kind, deviceId: bytesOf(deviceId, 32), boxKey: boxKeyOf(boxKey) };
    }
    case 'vault box key': {
      const [boxKey] = arrayOf(fields, 1);
      return { kind, boxKey: boxKeyOf(boxKey) };
    }
    case 'reset':
      return { kind, ...identityOf(arrayOf(fields, 4)) };
    case 'removed':
      arrayOf(fields, 0);
      return { kind };
    default:
      throw new ChainError('unknown kind');
  }
}

/** What an identity begins with: identity key, vault box key, first device, account key. */
function identityOf([identityKey, vaultBoxKey, device, accountKey]: readonly unknown[]) {
  return {
    identityKey: bytesOf(identityKey, 32),
    vaultBoxKey: boxKeyOf(vaultBoxKey),
    device: deviceOf(device),
    accountKey: accountKeyOf(accountKey),
  };
}

function deviceOf(value: unknown): DevicePublic {
  const [signing, box] = arrayOf(value, 2);
  const signingKey = bytesOf(signing, 32);
  return { id: sha256(signingKey), signingKey, boxKey: boxKeyOf(box) };
}

function accountKeyOf(value: unknown): NewAccountKeyPublic {
  const [generation, publicKey, hash] = arrayOf(value, 3);
  return { generation: integerOf(generation, 1), publicKey: boxKeyOf(publicKey), seedsHash: bytesOf(hash, 32) };
}

function boxKeyOf(value: unknown): Bytes {
  const key = bytesOf(value);
  if (!isBoxPublicKey(key)) throw new ChainError('bad box key');
  return key;
}

/** The body of an entry, which its signatures cover. */
export function encodeEntryBody(number: number, previous: Uint8Array, fact: ChainFact): Bytes {
  return encodeCbor([ENTRY_VERSION, fact.kind, number, previous, ...fieldsOf(fact)]);
}

function fieldsOf(fact: ChainFact): readonly unknown[] {
  switch (fact.kind) {
    case 'created':
      return [fact.nameHash, ...identityFields(fact)];
    case 'device added':
      return [deviceFields(fact.device)];
    case 'device removed':
      return [fact.deviceId, fact.accountKey && accountKeyFields(fact.accountKey)];
    case 'account key':
      return [fact.signer, accountKeyFields(fact.accountKey)];
    case 'device box key':
      return [fact.deviceId, fact.boxKey];
    case 'vault box key':
      return [fact.boxKey];
    case 'reset':
      return identityFields(fact);
    case 'removed':
      return [];
  }
}

const identityFields = (fact: Extract<ChainFact, { kind: 'created' | 'reset' }>) => [
  fact.identityKey,
  fact.vaultBoxKey,
  deviceFields(fact.device),
  accountKeyFields(fact.accountKey),
];
const deviceFields = ({ signingKey, boxKey }: DevicePublic) => [signingKey, boxKey];
const accountKeyFields = (key: NewAccountKeyPublic) => [key.generation, key.publicKey, key.seedsHash];

/** An entry at a glance, without its signatures being looked at. */
export interface EntryGlance {
  readonly kind: ChainEntryKind;
  readonly number: number;
  /** The device that the entry adds, removes or gives a box key. */
  readonly device: Bytes | null;
  /** The device that signs it alone; null: the identity key signs. */
  readonly signer: Bytes | null;
  /** Of the account key that it brings. */
  readonly generation: number | null;
  readonly seedsHash: Bytes | null;
}

/** @throws ChainError when the bytes are no entry. */
export function entryKind(bytes: Uint8Array): EntryGlance {
  const { fact, number } = decodeChainEntry(bytes);
  const accountKey = 'accountKey' in fact ? fact.accountKey : null;
  return {
    kind: fact.kind,
    number,
    device: 'device' in fact ? fact.device.id : 'deviceId' in fact ? fact.deviceId : null,
    signer: signerOf(fact),
    generation: accountKey?.generation ?? null,
    seedsHash: accountKey?.seedsHash ?? null,
  };
}

/** The device whose signature alone an entry asks for; null when that is the identity key's. */
export function signerOf(fact: ChainFact): Bytes | null {
  if (fact.kind === 'account key') return fact.signer;
  if (fact.kind === 'device box key') return fact.deviceId;
  if (fact.kind === 'device removed' && fact.accountKey === null) return fact.deviceId;
  return null;
}

/** SHA-256 of the `created` entry. */
export function accountIdOf(created: Uint8Array): Bytes {
  return sha256(created);
}

/** What stands in the chain for the name, which is as on the wire: lower case. */
export function nameHash(username: string): Bytes {
  return sha256(labelled(labels.nameHash, new TextEncoder().encode(username)));
}

/**
 * What an entry says of the sealed seeds that go up beside it; their order does not matter.
 * @throws ChainError when a recipient is there twice.
 */
export function seedsHash(
  generation: number,
  seeds: readonly { readonly recipient: string; readonly sealed: Uint8Array }[],
  link: Uint8Array | null,
): Bytes {
  if (new Set(seeds.map((seed) => seed.recipient)).size !== seeds.length) throw new ChainError('duplicate recipient');
  const sorted = seeds.toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
  const fields = [generation, sorted.map(({ recipient, sealed }) => [recipient, sealed]), link];
  return sha256(labelled(labels.seedsHash, encodeCbor(fields)));
}
