import { beforeAll, describe, expect, test } from 'vitest';
import {
  deviceRecipient,
  extended,
  newerKey,
  nextKey,
  seededRandom,
  testAccount,
  vaultRecipient,
  withKey,
  type TestAccount,
} from '../../test/support/keys.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { openAllGenerations, openLink, openSeed } from './accountKey.ts';
import { newBoxKey, sealTo } from './boxKey.ts';
import { accountKeyEntry, resetEntry } from './chainEntries.ts';
import { newDeviceKeys } from './deviceKeys.ts';
import { encodeCbor, labelled, sha256 } from './encoding.ts';
import { KeyError, type KeyErrorReason } from './keyError.ts';
import { labels } from './labels.ts';
import { newSigningKey } from './signingKey.ts';
import { newestAccountKey, seedsHash } from './verify/accountChain.ts';

let anna: TestAccount;
/** With three generations. */
let older: TestAccount;
beforeAll(async () => {
  anna = await testAccount('anna');
  older = await renewed(await renewed(anna));
});

async function renewed(account: TestAccount): Promise<TestAccount> {
  const key = await newerKey(account);
  return withKey(account, accountKeyEntry(account.chain, { device: account.device }, key.next), key);
}
const expectRejected = (promise: Promise<unknown>, reason: KeyErrorReason) =>
  expect(promise).rejects.toThrow(new KeyError(reason));
const half = (account: TestAccount, generation: number) => account.chain.accountKeys[generation - 1]!;
const sealedTo = (account: TestAccount, generation: number, recipient: string) =>
  fromBase64url(account.records[generation - 1]!.seeds.find((seed) => seed.recipient === recipient)!.sealed);
const link = (account: TestAccount, generation: number) => fromBase64url(account.records[generation - 1]!.link!);

describe('seeds', () => {
  test('open for the vault and for the device', async () => {
    const { vaultBox, device, seeds } = anna;
    const id = toBase64url(device.id);
    expect(await openSeed(vaultBox, half(anna, 1), 'vault', sealedTo(anna, 1, 'vault'))).toEqual(seeds.get(1));
    expect(await openSeed(device.box, half(anna, 1), id, sealedTo(anna, 1, id))).toEqual(seeds.get(1));
  });

  test('open for nobody else, and as nothing else', async () => {
    const { vaultBox, device } = anna;
    const sealed = sealedTo(anna, 1, 'vault');
    await expectRejected(openSeed(device.box, half(anna, 1), 'vault', sealed), 'does not open');
    await expectRejected(openSeed(vaultBox, half(anna, 1), toBase64url(device.id), sealed), 'does not open');
    await expectRejected(openSeed(vaultBox, half(older, 2), 'vault', sealed), 'does not open');
    await expectRejected(openSeed(vaultBox, { ...half(anna, 1), generation: 2 }, 'vault', sealed), 'does not open');
  });

  test('are those of the chain: a seed that is another is found out', async () => {
    const { vaultBox } = anna;
    const lied = await nextKey(1, [vaultRecipient(vaultBox.publicKey)], null, seededRandom('lie'));
    const sealed = fromBase64url(lied.record.seeds[0]!.sealed);
    await expectRejected(openSeed(vaultBox, half(anna, 1), 'vault', sealed), 'does not open');
    await expectRejected(
      openAllGenerations(anna.chain.accountKeys, lied.seed, anna.records),
      'not the key of the chain',
    );
  });

  test('have 32 bytes', async () => {
    const { vaultBox } = anna;
    const associated = encodeCbor([1, 'vault', sha256(half(anna, 1).publicKey)]);
    const short = await sealTo(vaultBox.publicKey, labelled(labels.accountKeySeed, associated), new Uint8Array(31));
    await expectRejected(openSeed(vaultBox, half(anna, 1), 'vault', short), 'malformed');
  });

  test('go up with their hash', () => {
    const { generation, seeds, link: none } = anna.records[0]!;
    expect(none).toBeUndefined();
    const raw = seeds.map(({ recipient, sealed }) => ({ recipient, sealed: fromBase64url(sealed) }));
    expect(seedsHash(generation, raw, null)).toEqual(half(anna, 1).seedsHash);
    const second = older.records[1]!;
    const rawSecond = second.seeds.map(({ recipient, sealed }) => ({ recipient, sealed: fromBase64url(sealed) }));
    expect(seedsHash(2, rawSecond, fromBase64url(second.link!))).toEqual(half(older, 2).seedsHash);
  });

  test('are not sealed to a key that is none', async () => {
    await expectRejected(
      nextKey(1, [deviceRecipient(anna.device.id, new Uint8Array(1216))], null, anna.random),
      'bad box key',
    );
  });
});

describe('links', () => {
  test('give the seed before', async () => {
    expect(await openLink(older.seeds.get(2)!, half(older, 1), link(older, 2))).toEqual(older.seeds.get(1));
  });

  test('open with the seed after alone, and give the seed of the chain', async () => {
    await expectRejected(openLink(older.seeds.get(3)!, half(older, 1), link(older, 2)), 'does not open');
    await expectRejected(openLink(older.seeds.get(3)!, half(older, 1), link(older, 3)), 'does not open');
    await expectRejected(openLink(older.seeds.get(2)!, half(older, 1), link(older, 3)), 'does not open');
    const lie = { ...older, seeds: new Map([[3, seededRandom('lie')(32).slice()]]) } as TestAccount;
    const lied = await newerKey(lie);
    await expectRejected(
      openLink(lied.seed, half(older, 3), fromBase64url(lied.record.link!)),
      'not the key of the chain',
    );
    await expectRejected(openLink(older.seeds.get(2)!, half(older, 1), new Uint8Array(3)), 'unknown suite');
  });

  test('lead from the newest to all', async () => {
    const all = await openAllGenerations(older.chain.accountKeys, older.seeds.get(3)!, older.records);
    expect(all).toEqual(new Map([3, 2, 1].map((generation) => [generation, older.seeds.get(generation)])));
  });

  test('are all needed', async () => {
    const { chain, seeds, records } = older;
    const without = records.filter(({ generation }) => generation !== 2);
    await expectRejected(openAllGenerations(chain.accountKeys, seeds.get(3)!, without), 'missing generation');
    await expectRejected(openAllGenerations(chain.accountKeys.slice(2), seeds.get(3)!, records), 'missing generation');
    await expectRejected(openAllGenerations([], seeds.get(3)!, records), 'missing generation');
    const garbled = records.map((record) => ({ ...record, link: '!' }));
    await expectRejected(openAllGenerations(chain.accountKeys, seeds.get(3)!, garbled), 'malformed');
  });

  test('end at a reset, which inherits nothing', async () => {
    const [device, box] = [await newDeviceKeys(seededRandom('new')), await newBoxKey(seededRandom('new box'))];
    const key = await nextKey(4, [vaultRecipient(box.publicKey)], null, seededRandom('new key'));
    const given = {
      identity: newSigningKey(seededRandom('id')),
      vaultBoxKey: box.publicKey,
      device,
      accountKey: key.next,
    };
    const reset = extended(older, resetEntry(older.chain, given));
    expect(newestAccountKey(reset.chain).generation).toBe(4);
    const all = await openAllGenerations(reset.chain.accountKeys, key.seed, [...older.records, key.record]);
    expect([...all.keys()]).toEqual([4]);
  });
});
