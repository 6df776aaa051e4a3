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
} from '../../test/support/keys.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { openLink, openSeed } from './accountKey.ts';
import { sealTo } from './boxKey.ts';
import { accountKeyEntry } from './chainEntries.ts';
import { encodeCbor, labelled, sha256 } from './encoding.ts';
import { KeyError, type KeyErrorReason } from './keyError.ts';
import { labels } from './labels.ts';
import { seedsHash } from './verify/accountChain.ts';

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
  test('[K7] open for the vault and for the device', async () => {
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
  });

  test('have 32 bytes', async () => {
    const { vaultBox } = anna;
    const associated = encodeCbor([1, 'vault', sha256(half(anna, 1).publicKey)]);
    const short = await sealTo(vaultBox.publicKey, labelled(labels.accountKeySeed, associated), new Uint8Array(31));
    await expectRejected(openSeed(vaultBox, half(anna, 1), 'vault', short), 'malformed');
  });

  test('[K9] go up with their hash', () => {
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
  const below = (account: TestAccount, generation: number) => account.chain.accountKeys.slice(0, generation - 1);

  test('give the seed before', async () => {
    expect(await openLink(older.seeds.get(2)!, 2, below(older, 2), link(older, 2))).toEqual({
      generation: 1,
      seed: older.seeds.get(1),
    });
  });

  test('[K8] open with the seed after alone, and give the seed of the chain', async () => {
    await expectRejected(openLink(older.seeds.get(3)!, 2, below(older, 2), link(older, 2)), 'does not open');
    await expectRejected(openLink(older.seeds.get(3)!, 2, below(older, 2), link(older, 3)), 'does not open');
    await expectRejected(openLink(older.seeds.get(2)!, 2, below(older, 2), link(older, 3)), 'does not open');
    const lie = { ...older, seeds: new Map([[3, seededRandom('lie')(32).slice()]]) } as TestAccount;
    const lied = await newerKey(lie);
    const given = fromBase64url(lied.record.link!);
    await expectRejected(openLink(lied.seed, 4, below(older, 4), given), 'not the key of the chain');
    await expectRejected(openLink(older.seeds.get(2)!, 2, below(older, 2), new Uint8Array(3)), 'unknown suite');
  });

  test('pass over a generation whose seed their maker could not open, and never lead to one that is newer', async () => {
    const without = new Map([...older.seeds].filter(([generation]) => generation !== 3));
    const skipping = await nextKey(
      4,
      [vaultRecipient(older.vaultBox.publicKey)],
      without.get(2)!,
      seededRandom('next'),
    );
    const given = fromBase64url(skipping.record.link!);
    expect(await openLink(skipping.seed, 4, below(older, 4), given)).toEqual({
      generation: 2,
      seed: older.seeds.get(2),
    });
    await expectRejected(openLink(skipping.seed, 4, below(older, 2), given), 'not the key of the chain');
  });
});
