import type { DeviceKeys } from './deviceKeys.ts';
import { encodeCbor, sha256, type Bytes } from './encoding.ts';
import { purposes } from './labels.ts';
import { sign, type SigningKey } from './signingKey.ts';
import { nameHash, newestAccountKey, type AccountChain } from './verify/accountChain.ts';
import {
  CHAIN_GENESIS,
  encodeEntryBody,
  type ChainFact,
  type DevicePublic,
  type NewAccountKeyPublic,
} from './verify/chainEntry.ts';

/**
 * The entries of an account's chain, made and signed; each follows the newest entry of the chain that it is given. Whether
 * it may is for `extendChain` to say. Box keys and account keys are public halves here.
 */

/** The next account key: its public half and the hash of its sealed seeds, as `sealSeeds` gives it. */
export interface NextKey {
  readonly publicKey: Uint8Array;
  readonly seedsHash: Uint8Array;
}

/** What a new identity begins with. */
export interface NewIdentity {
  readonly identity: SigningKey;
  readonly vaultBoxKey: Uint8Array;
  readonly device: DeviceKeys;
  readonly accountKey: NextKey;
}

export function createdEntry(given: NewIdentity & { readonly username: string }): Bytes {
  const start = { ...identityFact(given, 1), nameHash: nameHash(given.username) };
  const body = encodeEntryBody(1, CHAIN_GENESIS, { kind: 'created', ...start });
  return signedEntry(body, byIdentity(given.identity, body), byDevice(given.device, body));
}

export function deviceAddedEntry(chain: AccountChain, identity: SigningKey, device: DeviceKeys): Bytes {
  return countersigned(deviceAddition(chain, identity, device.signing.publicKey, device.box.publicKey), device);
}

/** `device added` as the identity key signs it; it lacks the signature of the device, which may be another than this. */
export interface DeviceAddition {
  readonly body: Bytes;
  readonly signature: Bytes;
}

export function deviceAddition(
  chain: AccountChain,
  identity: SigningKey,
  signingKey: Bytes,
  boxKey: Bytes,
): DeviceAddition {
  const body = bodyAfter(chain, { kind: 'device added', device: { id: sha256(signingKey), signingKey, boxKey } });
  return { body, signature: byIdentity(identity, body) };
}

/** The whole entry, by the device that it adds. */
export function countersigned({ body, signature }: DeviceAddition, device: DeviceKeys): Bytes {
  return signedEntry(body, signature, byDevice(device, body));
}

/** By the identity key, with the account key that the removed device does not get. */
export function deviceRemovedEntry(
  chain: AccountChain,
  identity: SigningKey,
  deviceId: Uint8Array,
  nextKey: NextKey,
): Bytes {
  const accountKey = generationAfter(chain, nextKey);
  const body = bodyAfter(chain, { kind: 'device removed', deviceId: new Uint8Array(deviceId), accountKey });
  return signedEntry(body, byIdentity(identity, body));
}

/** By the device itself, at log-out. */
export function selfRemovedEntry(chain: AccountChain, device: DeviceKeys): Bytes {
  const body = bodyAfter(chain, { kind: 'device removed', deviceId: device.id, accountKey: null });
  return signedEntry(body, byDevice(device, body));
}

export function accountKeyEntry(
  chain: AccountChain,
  signer: { readonly device: DeviceKeys } | { readonly identity: SigningKey },
  key: NextKey,
): Bytes {
  const accountKey = generationAfter(chain, key);
  if ('device' in signer) {
    const body = bodyAfter(chain, { kind: 'account key', signer: signer.device.id, accountKey });
    return signedEntry(body, byDevice(signer.device, body));
  }
  const body = bodyAfter(chain, { kind: 'account key', signer: null, accountKey });
  return signedEntry(body, byIdentity(signer.identity, body));
}

/** By the device, whose box key is `boxKey` from now on. */
export function deviceBoxKeyEntry(chain: AccountChain, device: DeviceKeys, boxKey: Uint8Array): Bytes {
  const body = bodyAfter(chain, { kind: 'device box key', deviceId: device.id, boxKey: new Uint8Array(boxKey) });
  return signedEntry(body, byDevice(device, body));
}

export function vaultBoxKeyEntry(chain: AccountChain, identity: SigningKey, boxKey: Uint8Array): Bytes {
  const body = bodyAfter(chain, { kind: 'vault box key', boxKey: new Uint8Array(boxKey) });
  return signedEntry(body, byIdentity(identity, body));
}

/** By the new identity key alone; the account key is the next generation. */
export function resetEntry(chain: AccountChain, given: NewIdentity): Bytes {
  const body = bodyAfter(chain, { kind: 'reset', ...identityFact(given, newestAccountKey(chain).generation + 1) });
  return signedEntry(body, byIdentity(given.identity, body), byDevice(given.device, body));
}

export function removedEntry(chain: AccountChain, identity: SigningKey): Bytes {
  const body = bodyAfter(chain, { kind: 'removed' });
  return signedEntry(body, byIdentity(identity, body));
}

const bodyAfter = (chain: AccountChain, fact: ChainFact): Bytes => encodeEntryBody(chain.number + 1, chain.hash, fact);
const signedEntry = (body: Bytes, ...signatures: readonly Bytes[]): Bytes => encodeCbor([body, ...signatures]);
const byIdentity = (identity: SigningKey, body: Bytes): Bytes => sign(identity, purposes.chainByIdentity, body);
const byDevice = (device: DeviceKeys, body: Bytes): Bytes => sign(device.signing, purposes.chainByDevice, body);

function identityFact(given: NewIdentity, generation: number) {
  return {
    identityKey: given.identity.publicKey,
    vaultBoxKey: new Uint8Array(given.vaultBoxKey),
    device: devicePublic(given.device),
    accountKey: accountKeyPublic(generation, given.accountKey),
  };
}

function devicePublic({ id, signing, box }: DeviceKeys): DevicePublic {
  return { id, signingKey: signing.publicKey, boxKey: box.publicKey };
}

const generationAfter = (chain: AccountChain, key: NextKey): NewAccountKeyPublic =>
  accountKeyPublic(newestAccountKey(chain).generation + 1, key);

function accountKeyPublic(generation: number, { publicKey, seedsHash }: NextKey): NewAccountKeyPublic {
  return { generation, publicKey: new Uint8Array(publicKey), seedsHash: new Uint8Array(seedsHash) };
}
