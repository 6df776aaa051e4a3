import { accountKeyFrom, newAccountKeySeed, sealSeeds, type SeedRecipient } from '../../src/crypto/accountKey.ts';
import type { BoxKey } from '../../src/crypto/boxKey.ts';
import { createdEntry, deviceAddedEntry, deviceRemovedEntry, type NextKey } from '../../src/crypto/chainEntries.ts';
import { newDeviceKeys, type DeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { concatBytes, sha256, type Bytes } from '../../src/crypto/encoding.ts';
import type { Random } from '../../src/crypto/random.ts';
import type { SigningKey } from '../../src/crypto/signingKey.ts';
import { newVault } from '../../src/crypto/vault.ts';
import { extendChain, liveDevices, newestAccountKey, type AccountChain } from '../../src/crypto/verify/accountChain.ts';
import type { NewAccountKey } from '../../src/protocol/api/keys.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';

/** The same bytes for the same seed, for ever: SHA-256 of seed and counter. */
export function seededRandom(seed: string): Random {
  const start = new TextEncoder().encode(seed);
  let block = 0;
  return (length) => {
    const blocks: Bytes[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(sha256(concatBytes(start, new Uint8Array(new Uint32Array([block++]).buffer))));
    }
    return concatBytes(...blocks).slice(0, length);
  };
}

/** An account with all its private keys, as no one party ever has them. */
export interface TestAccount {
  readonly random: Random;
  readonly username: string;
  readonly vaultKey: Bytes;
  readonly identity: SigningKey;
  readonly vaultBox: BoxKey;
  readonly device: DeviceKeys;
  readonly chain: AccountChain;
  readonly entries: readonly Bytes[];
  /** Seed of each generation. */
  readonly seeds: ReadonlyMap<number, Bytes>;
  readonly records: readonly NewAccountKey[];
}

export async function testAccount(username: string): Promise<TestAccount> {
  const random = seededRandom(username);
  const vault = await newVault(random);
  const { identity, box } = vault.contents;
  const device = await newDeviceKeys(random);
  const recipients = [vaultRecipient(box.publicKey), deviceRecipient(device.id, device.box.publicKey)];
  const key = await nextKey(1, recipients, null, random);
  const created = createdEntry({ username, identity, vaultBoxKey: box.publicKey, device, accountKey: key.next });
  return {
    random,
    username,
    vaultKey: vault.key,
    identity,
    vaultBox: box,
    device,
    chain: extendChain(null, created),
    entries: [created],
    seeds: new Map([[1, key.seed]]),
    records: [key.record],
  };
}

export function extended(account: TestAccount, entry: Bytes): TestAccount {
  return { ...account, chain: extendChain(account.chain, entry), entries: [...account.entries, entry] };
}

export function withKey(account: TestAccount, entry: Bytes, key: MadeKey): TestAccount {
  const { record, seed } = key;
  const seeds = new Map(account.seeds).set(record.generation, seed);
  return { ...extended(account, entry), seeds, records: [...account.records, record] };
}

export function withDevice(account: TestAccount, device: DeviceKeys): TestAccount {
  return extended(account, deviceAddedEntry(account.chain, account.identity, device));
}

export async function withoutDevice(account: TestAccount, device: DeviceKeys): Promise<TestAccount> {
  const key = await newerKey(account, device.id);
  return withKey(account, deviceRemovedEntry(account.chain, account.identity, device.id, key.next), key);
}

export interface MadeKey {
  readonly seed: Bytes;
  readonly next: NextKey;
  readonly record: NewAccountKey;
}

/** The next generation, sealed to the vault and to every live device but `except`. */
export function newerKey(account: TestAccount, except?: Uint8Array): Promise<MadeKey> {
  const { chain, random } = account;
  const { generation } = newestAccountKey(chain);
  const live = liveDevices(chain).filter(({ id }) => !except || toBase64url(id) !== toBase64url(except));
  const recipients = [vaultRecipient(chain.vaultBoxKey), ...live.map(({ id, boxKey }) => deviceRecipient(id, boxKey))];
  return nextKey(generation + 1, recipients, account.seeds.get(generation) ?? null, random);
}

export async function nextKey(
  generation: number,
  recipients: readonly SeedRecipient[],
  previousSeed: Uint8Array | null,
  random: Random,
): Promise<MadeKey> {
  const seed = newAccountKeySeed(random);
  const { publicKey } = await accountKeyFrom(seed);
  const { record, seedsHash } = await sealSeeds({ generation, seed, recipients, previousSeed }, random);
  return { seed, next: { publicKey, seedsHash }, record };
}

export const vaultRecipient = (boxKey: Uint8Array): SeedRecipient => ({ recipient: 'vault', boxKey });
export const deviceRecipient = (id: Uint8Array, boxKey: Uint8Array): SeedRecipient => ({
  recipient: toBase64url(id),
  boxKey,
});
