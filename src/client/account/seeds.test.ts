import { beforeAll, describe, expect, test } from 'vitest';
import {
  deviceRecipient,
  newerKey,
  nextKey,
  seededRandom,
  testAccount,
  vaultRecipient,
  withKey,
  type TestAccount,
} from '../../../test/support/keys.ts';
import { newBoxKey } from '../../crypto/boxKey.ts';
import { accountKeyEntry, resetEntry } from '../../crypto/chainEntries.ts';
import { newDeviceKeys } from '../../crypto/deviceKeys.ts';
import { newSigningKey } from '../../crypto/signingKey.ts';
import type { NewAccountKey, OwnKeys } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { newestIsSound, openSeeds, seedsFromVault } from './seeds.ts';

/** With three generations. */
let anna: TestAccount;
beforeAll(async () => {
  anna = await renewed(await renewed(await testAccount('anna')));
});

async function renewed(account: TestAccount): Promise<TestAccount> {
  const key = await newerKey(account);
  return withKey(account, accountKeyEntry(account.chain, { device: account.device }, key.next), key);
}

const served = ({ records }: TestAccount, change = (record: NewAccountKey) => record): OwnKeys => ({
  vault: { version: 1, sealed: '', passwordWrap: '', recoveryWrap: '', recoveryKey: '' },
  chain: [],
  accountKeys: records.map(change),
  more: false,
});
const only = (recipient: string | null) => (record: NewAccountKey) => ({
  ...record,
  seeds: record.seeds.filter((one) => one.recipient === recipient),
});
const withoutLinks = ({ generation, seeds }: NewAccountKey): NewAccountKey => ({ generation, seeds });
const device = ({ device: { id, box } }: TestAccount) => ({ recipient: toBase64url(id), boxes: [box] });

describe('seeds', () => {
  test('open for a device and for the vault, all that there are', async () => {
    expect(await openSeeds(anna.chain, served(anna), device(anna))).toEqual(anna.seeds);
    expect(await seedsFromVault(anna.chain, anna.vaultBox, served(anna))).toEqual(anna.seeds);
  });

  test('follow from the newest by the links', async () => {
    const newest = new Map([[3, anna.seeds.get(3)!]]);
    expect(await openSeeds(anna.chain, served(anna, only(null)), device(anna), newest)).toEqual(anna.seeds);
  });

  test('open without the links, each for itself', async () => {
    expect(await openSeeds(anna.chain, served(anna, withoutLinks), device(anna))).toEqual(anna.seeds);
  });

  test('open with an older box key, and with no other', async () => {
    const [other, another] = [await newBoxKey(seededRandom('b')), await newBoxKey(seededRandom('c'))];
    const opener = { ...device(anna), boxes: [other, anna.device.box] };
    expect(await openSeeds(anna.chain, served(anna), opener)).toEqual(anna.seeds);
    expect(await openSeeds(anna.chain, served(anna), { ...opener, boxes: [other, another] })).toEqual(new Map());
    await expect(seedsFromVault(anna.chain, other, served(anna))).rejects.toThrow('keys_do_not_match');
  });

  test('that are not the chain’s are none, and what is held stays', async () => {
    const lied = await nextKey(
      3,
      [deviceRecipient(anna.device.id, anna.device.box.publicKey)],
      null,
      seededRandom('lie'),
    );
    const swapped = served(anna, (record) => (record.generation === 3 ? { ...record, ...lied.record } : record));
    const opened = await openSeeds(anna.chain, swapped, device(anna));
    expect(new Set(opened.keys())).toEqual(new Set([1, 2]));
    expect(await openSeeds(anna.chain, swapped, device(anna), anna.seeds)).toEqual(anna.seeds);
  });

  test('end at a reset, which inherits nothing', async () => {
    const [keys, box] = [await newDeviceKeys(seededRandom('new')), await newBoxKey(seededRandom('new box'))];
    const key = await nextKey(4, [vaultRecipient(box.publicKey)], null, seededRandom('new key'));
    const identity = newSigningKey(seededRandom('id'));
    const given = { identity, vaultBoxKey: box.publicKey, device: keys, accountKey: key.next };
    const reset = withKey(anna, resetEntry(anna.chain, given), key);
    const opened = await seedsFromVault(reset.chain, box, served(reset));
    expect([...opened.keys()]).toEqual([4]);
    expect(await newestIsSound(reset.chain, served(reset), opened)).toBe(true);
  });
});

describe('the newest account key is sound', () => {
  test('if its seed is here and its link opens', async () => {
    const { chain, seeds } = anna;
    expect(await newestIsSound(chain, served(anna), seeds)).toBe(true);
    expect(await newestIsSound(chain, served(anna), new Map([[2, seeds.get(2)!]]))).toBe(false);
    expect(await newestIsSound(chain, served(anna, withoutLinks), seeds)).toBe(false);
    const swapped = served(anna, (record) => ({ ...record, link: anna.records[1]!.link! }));
    expect(await newestIsSound(chain, swapped, seeds)).toBe(false);
  });
});
