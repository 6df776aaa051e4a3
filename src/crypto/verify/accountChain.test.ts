import { beforeAll, describe, expect, test } from 'vitest';
import {
  extended,
  newerKey,
  seededRandom,
  testAccount,
  withDevice,
  withKey,
  withoutDevice,
  type MadeKey,
  type TestAccount,
} from '../../../test/support/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { newBoxKey, type BoxKey } from '../boxKey.ts';
import {
  accountKeyEntry,
  createdEntry,
  deviceAddedEntry,
  deviceBoxKeyEntry,
  deviceRemovedEntry,
  removedEntry,
  resetEntry,
  selfRemovedEntry,
  vaultBoxKeyEntry,
} from '../chainEntries.ts';
import { newDeviceKeys, type DeviceKeys } from '../deviceKeys.ts';
import { encodeCbor, sha256 } from '../encoding.ts';
import { purposes } from '../labels.ts';
import { newSigningKey, sign } from '../signingKey.ts';
import {
  ChainError,
  accountIdOf,
  deviceAt,
  extendChain,
  isOnChain,
  liveDevices,
  nameHash,
  newestAccountKey,
  readChain,
  standingAt,
  type ChainErrorReason,
} from './accountChain.ts';
import { CHAIN_GENESIS, decodeChainEntry, encodeEntryBody, type ChainFact } from './chainEntry.ts';

let anna: TestAccount;
let second: DeviceKeys;
let third: DeviceKeys;
let both: TestAccount;
let key: MadeKey;
let box: BoxKey;

beforeAll(async () => {
  anna = await testAccount('anna');
  second = await newDeviceKeys(seededRandom('second'));
  third = await newDeviceKeys(seededRandom('third'));
  both = withDevice(anna, second);
  key = await newerKey(both);
  box = await newBoxKey(seededRandom('box'));
});

const expectRefused = (account: TestAccount, entry: Uint8Array, reason: ChainErrorReason) =>
  expect(() => extendChain(account.chain, entry)).toThrow(new ChainError(reason));
const newIdentity = (device: DeviceKeys, identity = newSigningKey(seededRandom('reset'))) => ({
  identity,
  vaultBoxKey: box.publicKey,
  device,
  accountKey: key.next,
});

describe('created', () => {
  test('begins the chain', () => {
    const { chain, entries, device, identity, vaultBox } = anna;
    expect(chain).toMatchObject({ number: 1, resets: 0, leastGeneration: 1, renewalOwed: false, removed: false });
    expect(chain.account).toEqual(accountIdOf(entries[0]!));
    expect(chain.account).toEqual(sha256(entries[0]!));
    expect(chain.nameHash).toEqual(nameHash('anna'));
    expect(chain.identityKey).toEqual(identity.publicKey);
    expect(chain.vaultBoxKey).toEqual(vaultBox.publicKey);
    expect(liveDevices(chain).map(({ id }) => id)).toEqual([device.id]);
    expect(device.id).toEqual(sha256(device.signing.publicKey));
    expect(newestAccountKey(chain)).toMatchObject({ generation: 1, at: 1 });
  });

  test('[C6] comes once, and nothing comes before it', () => {
    expectRefused(anna, anna.entries[0]!, 'already created');
    const added = deviceAddedEntry(anna.chain, anna.identity, second);
    expect(() => extendChain(null, added)).toThrow(new ChainError('not created'));
    expect(() => readChain([])).toThrow(new ChainError('not created'));
  });

  test('[C2] is entry 1, follows nothing, and brings generation 1', () => {
    const { fact } = decodeChainEntry(anna.entries[0]!);
    const created = fact as Extract<ChainFact, { kind: 'created' }>;
    const signed = (number: number, previous: Uint8Array, generation: number) => {
      const accountKey = { ...created.accountKey, generation };
      const body = encodeEntryBody(number, previous, { ...created, accountKey });
      const byIdentity = sign(anna.identity, purposes.chainByIdentity, body);
      return encodeCbor([body, byIdentity, sign(anna.device.signing, purposes.chainByDevice, body)]);
    };
    expect(extendChain(null, signed(1, CHAIN_GENESIS, 1))).toEqual(anna.chain);
    expect(() => extendChain(null, signed(2, CHAIN_GENESIS, 1))).toThrow(new ChainError('wrong number'));
    expect(() => extendChain(null, signed(1, anna.chain.hash, 1))).toThrow(new ChainError('wrong previous'));
    expect(() => extendChain(null, signed(1, CHAIN_GENESIS, 2))).toThrow(new ChainError('wrong generation'));
  });

  test('[C5] is signed by identity and device', () => {
    const stranger = newSigningKey(seededRandom('stranger'));
    const wrongIdentity = { ...anna.identity, seed: stranger.seed };
    const wrongDevice = { ...anna.device, signing: { ...anna.device.signing, seed: stranger.seed } };
    const given = { username: 'anna', ...newIdentity(anna.device, anna.identity), accountKey: key.next };
    expect(readChain([createdEntry(given)]).number).toBe(1);
    for (const forged of [
      { ...given, identity: wrongIdentity },
      { ...given, device: wrongDevice },
    ]) {
      expect(() => readChain([createdEntry(forged)])).toThrow(new ChainError('wrong signature'));
    }
  });
});

describe('device added', () => {
  test('makes it live from its entry on', () => {
    expect(both.chain.number).toBe(2);
    expect(liveDevices(both.chain).map(({ id }) => id)).toEqual([anna.device.id, second.id]);
    expect(deviceAt(both.chain, second.id, 1)).toBeNull();
    expect(deviceAt(both.chain, second.id, 2)?.boxKey).toEqual(second.box.publicKey);
    expect(deviceAt(both.chain, second.id, 3)).toBeNull();
    expect(deviceAt(both.chain, third.id, 2)).toBeNull();
  });

  test('is signed by the identity key', () => {
    expectRefused(anna, deviceAddedEntry(anna.chain, newSigningKey(seededRandom('x')), second), 'wrong signature');
    expectRefused(anna, deviceAddedEntry(anna.chain, anna.device.signing, second), 'wrong signature');
  });

  test('is countersigned by the device', () => {
    const stolen = { ...second, signing: { ...second.signing, seed: third.signing.seed } };
    expectRefused(anna, deviceAddedEntry(anna.chain, anna.identity, stolen), 'wrong signature');
  });

  test('[C7] comes once for a device, also after it was removed', async () => {
    expectRefused(both, deviceAddedEntry(both.chain, both.identity, second), 'device exists');
    const without = await withoutDevice(both, second);
    expectRefused(without, deviceAddedEntry(without.chain, without.identity, second), 'device exists');
  });

  test('[C7] a 21st live device is refused; after a removal there is room', async () => {
    let account = anna;
    for (let count = 2; count <= 20; count++) {
      account = withDevice(account, await newDeviceKeys(seededRandom(`device ${count}`)));
    }
    expect(liveDevices(account.chain)).toHaveLength(20);
    expectRefused(account, deviceAddedEntry(account.chain, account.identity, second), 'too many devices');
    const room = await withoutDevice(account, anna.device);
    expect(liveDevices(withDevice(room, second).chain)).toHaveLength(20);
  });
});

describe('device removed', () => {
  test('[C9] by the identity key brings the next account key at once', async () => {
    const { chain } = await withoutDevice(both, second);
    expect(chain).toMatchObject({ number: 3, leastGeneration: 2, renewalOwed: false });
    expect(newestAccountKey(chain)).toMatchObject({ generation: 2, at: 3 });
    expect(liveDevices(chain).map(({ id }) => id)).toEqual([anna.device.id]);
    expect(deviceAt(chain, second.id, 2)).not.toBeNull();
    expect(deviceAt(chain, second.id, 3)).toBeNull();
    expect(chain.devices.get(toBase64url(second.id))).toMatchObject({ addedAt: 2, removedAt: 3 });
  });

  test('[C10] by itself leaves the next account key to others, and then that is the least', async () => {
    const left = extended(both, selfRemovedEntry(both.chain, second));
    expect(left.chain).toMatchObject({ leastGeneration: 1, renewalOwed: true });
    const renewed = withKey(left, accountKeyEntry(left.chain, { device: left.device }, key.next), key);
    expect(renewed.chain).toMatchObject({ leastGeneration: 2, renewalOwed: false });
  });

  test('by itself is signed by that device, and by no other', () => {
    expectRefused(both, selfRemovedEntry(both.chain, { ...second, signing: anna.device.signing }), 'wrong signature');
  });

  test('by the identity key is signed by the identity key', () => {
    expectRefused(both, deviceRemovedEntry(both.chain, second.signing, anna.device.id, key.next), 'wrong signature');
  });

  test('names a device that is live', async () => {
    const without = await withoutDevice(both, second);
    const next = await newerKey(without);
    expectRefused(both, deviceRemovedEntry(both.chain, both.identity, third.id, key.next), 'unknown device');
    expectRefused(without, deviceRemovedEntry(without.chain, without.identity, second.id, next.next), 'removed device');
    expectRefused(without, selfRemovedEntry(without.chain, second), 'removed device');
  });
});

describe('account key', () => {
  test('comes from a live device or the identity key, and alone shuts nobody out', () => {
    for (const signer of [{ device: second }, { identity: both.identity }]) {
      const { chain } = withKey(both, accountKeyEntry(both.chain, signer, key.next), key);
      expect(newestAccountKey(chain)).toMatchObject({ generation: 2, publicKey: key.next.publicKey, at: 3 });
      expect(chain.leastGeneration).toBe(1);
    }
  });

  test('is not taken from a removed, an unknown or another device', async () => {
    const without = await withoutDevice(both, second);
    const next = (await newerKey(without)).next;
    expectRefused(without, accountKeyEntry(without.chain, { device: second }, next), 'removed device');
    expectRefused(both, accountKeyEntry(both.chain, { device: third }, key.next), 'unknown device');
    const impostor = { ...second, signing: third.signing };
    expectRefused(both, accountKeyEntry(both.chain, { device: impostor }, key.next), 'wrong signature');
    expectRefused(both, accountKeyEntry(both.chain, { identity: third.signing }, key.next), 'wrong signature');
  });

  test('[C8] leaves no generation out and gives none twice', () => {
    const ahead = {
      ...both.chain,
      accountKeys: [...both.chain.accountKeys, { ...newestAccountKey(both.chain), generation: 2 }],
    };
    expectRefused(both, accountKeyEntry(ahead, { device: second }, key.next), 'wrong generation');
    const behind = { ...both.chain, accountKeys: [{ ...newestAccountKey(both.chain), generation: 0 }] };
    expectRefused(both, accountKeyEntry(behind, { device: second }, key.next), 'wrong generation');
  });

  test('is a new key', () => {
    const again = { ...key.next, publicKey: newestAccountKey(both.chain).publicKey };
    expectRefused(both, accountKeyEntry(both.chain, { device: second }, again), 'repeated key');
  });
});

describe('box keys', () => {
  test('a device changes its own', () => {
    const { chain } = extended(both, deviceBoxKeyEntry(both.chain, second, box.publicKey));
    expect(deviceAt(chain, second.id, 3)?.boxKey).toEqual(box.publicKey);
    expect(deviceAt(chain, anna.device.id, 3)?.boxKey).toEqual(anna.device.box.publicKey);
  });

  test("and nobody else's, nor once it is removed", async () => {
    const impostor = { ...second, signing: anna.device.signing };
    expectRefused(both, deviceBoxKeyEntry(both.chain, impostor, box.publicKey), 'wrong signature');
    expectRefused(both, deviceBoxKeyEntry(both.chain, third, box.publicKey), 'unknown device');
    const without = await withoutDevice(both, second);
    expectRefused(without, deviceBoxKeyEntry(without.chain, second, box.publicKey), 'removed device');
  });

  test("the identity key changes the vault's", () => {
    expect(extended(both, vaultBoxKeyEntry(both.chain, both.identity, box.publicKey)).chain.vaultBoxKey).toEqual(
      box.publicKey,
    );
    expectRefused(both, vaultBoxKeyEntry(both.chain, second.signing, box.publicKey), 'wrong signature');
  });

  test('[C12] are new, and can be sealed to', () => {
    expectRefused(both, deviceBoxKeyEntry(both.chain, second, second.box.publicKey), 'repeated key');
    expectRefused(both, vaultBoxKeyEntry(both.chain, both.identity, both.vaultBox.publicKey), 'repeated key');
    const bad = new Uint8Array(box.publicKey).fill(0, 1184);
    expectRefused(both, vaultBoxKeyEntry(both.chain, both.identity, bad), 'bad box key');
    expectRefused(both, deviceBoxKeyEntry(both.chain, second, bad), 'bad box key');
    expectRefused(
      both,
      accountKeyEntry(both.chain, { device: second }, { ...key.next, publicKey: bad }),
      'bad box key',
    );
    expectRefused(
      both,
      deviceAddedEntry(both.chain, both.identity, { ...third, box: { ...third.box, publicKey: bad } }),
      'bad box key',
    );
  });
});

describe('reset', () => {
  test('[C11] is a new identity: all devices are new, generations go on', () => {
    const identity = newSigningKey(seededRandom('reset'));
    const { chain } = extended(both, resetEntry(both.chain, newIdentity(third, identity)));
    expect(chain).toMatchObject({ number: 3, resets: 1, leastGeneration: 2, account: anna.chain.account });
    expect(chain.identityKey).toEqual(identity.publicKey);
    expect(chain.vaultBoxKey).toEqual(box.publicKey);
    expect(liveDevices(chain).map(({ id }) => id)).toEqual([third.id]);
    expect(deviceAt(chain, anna.device.id, 2)).not.toBeNull();
    expect(deviceAt(chain, anna.device.id, 3)).toBeNull();
    expect(standingAt(chain, 2)).toEqual({ identityKey: anna.identity.publicKey, leastGeneration: 1 });
    expect(standingAt(chain, 3)).toEqual({ identityKey: identity.publicKey, leastGeneration: 2 });
    expect(standingAt(chain, 4)).toBeNull();
  });

  test('keeps when a device was removed before', async () => {
    const without = await withoutDevice(both, second);
    const { next } = await newerKey(without);
    const { chain } = extended(without, resetEntry(without.chain, { ...newIdentity(third), accountKey: next }));
    expect(chain.devices.get(toBase64url(second.id))?.removedAt).toBe(3);
    expect(chain.devices.get(toBase64url(anna.device.id))?.removedAt).toBe(4);
  });

  test('is signed by the new identity and the new device', () => {
    const identity = newSigningKey(seededRandom('reset'));
    const wrongIdentity = { ...identity, seed: anna.identity.seed };
    expectRefused(both, resetEntry(both.chain, newIdentity(third, wrongIdentity)), 'wrong signature');
    const wrongDevice = { ...third, signing: { ...third.signing, seed: second.signing.seed } };
    expectRefused(both, resetEntry(both.chain, newIdentity(wrongDevice, identity)), 'wrong signature');
  });

  test('after it, the old identity and its devices sign nothing', async () => {
    const account = extended(both, resetEntry(both.chain, newIdentity(third)));
    const next = (await newerKey({ ...account, seeds: new Map() })).next;
    expectRefused(account, vaultBoxKeyEntry(account.chain, anna.identity, anna.vaultBox.publicKey), 'wrong signature');
    expectRefused(account, accountKeyEntry(account.chain, { device: anna.device }, next), 'removed device');
  });

  test('never goes back to an identity or a device that was there', async () => {
    expectRefused(both, resetEntry(both.chain, newIdentity(third, anna.identity)), 'repeated key');
    expectRefused(both, resetEntry(both.chain, newIdentity(second)), 'device exists');
    expectRefused(
      both,
      resetEntry(both.chain, { ...newIdentity(third), vaultBoxKey: anna.vaultBox.publicKey }),
      'repeated key',
    );
    const account = extended(both, resetEntry(both.chain, newIdentity(third)));
    const fourth = await newDeviceKeys(seededRandom('fourth'));
    const { next } = await newerKey({ ...account, seeds: new Map() });
    const back = { ...newIdentity(fourth, anna.identity), vaultBoxKey: anna.vaultBox.publicKey, accountKey: next };
    expectRefused(account, resetEntry(account.chain, back), 'repeated key');
  });

  test('counts generations on', () => {
    const behind = { ...both.chain, accountKeys: [{ ...newestAccountKey(both.chain), generation: 0 }] };
    expectRefused(both, resetEntry(behind, newIdentity(third)), 'wrong generation');
  });
});

describe('removed', () => {
  test('[C6] is by the identity key, and the last', () => {
    expectRefused(both, removedEntry(both.chain, second.signing), 'wrong signature');
    const gone = extended(both, removedEntry(both.chain, both.identity));
    expect(gone.chain.removed).toBe(true);
    expectRefused(gone, deviceAddedEntry(gone.chain, gone.identity, third), 'account removed');
    expectRefused(gone, resetEntry(gone.chain, newIdentity(third)), 'account removed');
  });
});

describe('the chain', () => {
  test('[C2] [C13] refuses a wrong number and another branch', () => {
    const entry = (number: number) => vaultBoxKeyEntry({ ...both.chain, number }, both.identity, box.publicKey);
    expectRefused(both, entry(1), 'wrong number');
    expectRefused(both, entry(3), 'wrong number');
    const branch = { ...both.chain, hash: sha256(both.chain.hash) };
    expectRefused(both, vaultBoxKeyEntry(branch, both.identity, box.publicKey), 'wrong previous');
  });

  test('is read whole, and its states do not change', async () => {
    const without = await withoutDevice(both, second);
    const before = structuredClone(both.chain);
    expect(readChain(without.entries)).toEqual(without.chain);
    expect(both.chain).toEqual(before);
    expect(without.chain.hashes).toEqual(without.entries.map(sha256));
  });

  test('says which heads are on it', () => {
    const { chain } = both;
    expect(isOnChain(chain, { number: 1, hash: chain.hashes[0]! })).toBe(true);
    expect(isOnChain(chain, { number: 2, hash: chain.hash })).toBe(true);
    expect(isOnChain(chain, { number: 1, hash: chain.hash })).toBe(false);
    for (const number of [0, 3, -1, 1.5]) expect(isOnChain(chain, { number, hash: chain.hash })).toBe(false);
  });
});
