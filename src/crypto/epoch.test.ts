import { beforeAll, describe, expect, test } from 'vitest';
import {
  extended,
  newerKey,
  seededRandom,
  testAccount,
  withDevice,
  withKey,
  withoutDevice,
  type TestAccount,
} from '../../test/support/keys.ts';
import { accountKeyFrom } from './accountKey.ts';
import { accountKeyEntry, removedEntry } from './chainEntries.ts';
import { newDeviceKeys } from './deviceKeys.ts';
import { sha256 } from './encoding.ts';
import { SlotError, makeEpoch, openSlot, sealSlot, type MadeEpoch } from './epoch.ts';
import { EpochError, decodeEpochRecord, type EpochRecord } from './verify/epochRecord.ts';
import { newestAccountKey } from './verify/accountChain.ts';

let anna: TestAccount;
let ben: TestAccount;
let made: MadeEpoch;
let record: EpochRecord;

beforeAll(async () => {
  [anna, ben] = [await testAccount('anna'), await testAccount('ben')];
  made = await epoch([anna, ben]);
  record = decodeEpochRecord(made.record);
});

const given = (members: readonly TestAccount[], maker = members[0]!) => ({
  conversation: sha256(Uint8Array.of(1)),
  number: 4,
  previous: sha256(Uint8Array.of(2)),
  roster: members.map(({ chain }) => ({ chain })),
  sharesHistory: true,
  maker: { account: maker.chain.account, device: maker.device },
});
const epoch = (members: readonly TestAccount[], seed = 'epoch') => makeEpoch(given(members), seededRandom(seed));
const slotOf = (account: TestAccount, from = made) =>
  from.slots.find((slot) => slot.account.toHex() === account.chain.account.toHex())!.sealed;
const opened = async (account: TestAccount, sealed = slotOf(account), within = record) =>
  openSlot({
    record: within,
    account: account.chain.account,
    generation: newestAccountKey(account.chain).generation,
    accountKey: await accountKeyFrom(account.seeds.get(newestAccountKey(account.chain).generation)!),
    sealed,
  });

describe('makeEpoch', () => {
  test('says in the record what it was given', () => {
    const { conversation, number, previous, maker } = given([anna, ben]);
    expect(record).toMatchObject({ conversation, number, previous, sharesHistory: true });
    expect(record.maker).toEqual({ account: maker.account, device: maker.device.id });
    expect(record.roster).toHaveLength(2);
    for (const { chain } of [anna, ben]) {
      expect(record.roster.find(({ account }) => account.toHex() === chain.account.toHex())).toMatchObject({
        identityHash: sha256(chain.identityKey),
        chainHead: { number: chain.number, hash: chain.hash },
        generation: 1,
      });
    }
  });

  test('gives everyone in the roster the same key', async () => {
    expect(made.epochKey).toHaveLength(32);
    expect(await opened(anna)).toEqual(made.epochKey);
    expect(await opened(ben)).toEqual(made.epochKey);
  });

  test('makes another key each time', async () => {
    const [one, two] = [await makeEpoch(given([anna, ben])), await makeEpoch(given([anna, ben]))];
    expect(one.epochKey).not.toEqual(two.epochKey);
  });

  test('seals to the newest account key: a removed device, which has the older, does not read on', async () => {
    const device = await newDeviceKeys(seededRandom('second'));
    const after = await withoutDevice(withDevice(anna, device), device);
    const next = await epoch([after, ben], 'after');
    const nextRecord = decodeEpochRecord(next.record);
    expect(await opened(after, slotOf(after, next), nextRecord)).toEqual(next.epochKey);
    const older = { ...after, chain: anna.chain };
    await expect(opened(older, slotOf(after, next), nextRecord)).rejects.toThrow(new SlotError('does not open'));
  });

  test('refuses a removed account, a roster with somebody twice or nobody, and a maker who is not in it', async () => {
    const gone = extended(ben, removedEntry(ben.chain, ben.identity));
    await expect(epoch([anna, gone])).rejects.toThrow(new EpochError('account removed'));
    await expect(epoch([anna, ben, ben])).rejects.toThrow(new EpochError('wrong roster'));
    await expect(makeEpoch(given([], anna))).rejects.toThrow(new EpochError('wrong roster'));
    await expect(makeEpoch(given([anna], ben))).rejects.toThrow(new EpochError('wrong maker'));
    const stranger = { ...anna, device: ben.device };
    await expect(makeEpoch(given([anna], stranger))).rejects.toThrow(new EpochError('wrong maker'));
  });
});

describe('slots', () => {
  test('open for their account alone', async () => {
    await expect(opened(anna, slotOf(ben))).rejects.toThrow(new SlotError('does not open'));
    const carl = await testAccount('carl');
    await expect(opened(carl, slotOf(anna))).rejects.toThrow(new SlotError('not in the roster'));
    await expect(opened(anna, new Uint8Array())).rejects.toThrow(new SlotError('does not open'));
    await expect(opened(anna, slotOf(anna).slice(0, 900))).rejects.toThrow(new SlotError('does not open'));
  });

  test('bind conversation, number, epoch id and the whole roster', async () => {
    const [one, two] = record.roster;
    const others: EpochRecord[] = [
      { ...record, conversation: sha256(Uint8Array.of(9)) },
      { ...record, number: 5 },
      { ...record, epochId: new Uint8Array(16) },
      { ...record, roster: [one!] },
      { ...record, roster: [one!, { ...two!, generation: 2 }] },
      { ...record, roster: [one!, { ...two!, identityHash: new Uint8Array(32) }] },
      { ...record, roster: [one!, { ...two!, chainHead: { ...two!.chainHead, number: 9 } }] },
      { ...record, roster: [one!, { ...two!, chainHead: { ...two!.chainHead, hash: new Uint8Array(32) } }] },
    ];
    const first = [anna, ben].find(({ chain }) => chain.account.toHex() === one!.account.toHex())!;
    for (const other of others)
      await expect(opened(first, slotOf(first), other)).rejects.toThrow(new SlotError('does not open'));
    const otherSlots = {
      ...record,
      roster: record.roster.map((entry) => ({ ...entry, slotHash: new Uint8Array(32) })),
    };
    expect(await opened(first, slotOf(first), otherSlots)).toEqual(made.epochKey);
  });

  test('show by the epoch id when they hold another key than those of the others', async () => {
    const recipient = { account: ben.chain.account, ...newestAccountKey(ben.chain) };
    for (const wrong of [seededRandom('wrong')(32), made.epochKey.slice(0, 31)]) {
      const sealed = await sealSlot(record, recipient, wrong);
      await expect(opened(ben, sealed)).rejects.toThrow(new SlotError('wrong epoch key'));
    }
  });

  test('can be sealed anew by any member who has the key, and to a newer account key', async () => {
    const recipient = { account: ben.chain.account, ...newestAccountKey(ben.chain) };
    const sealed = await sealSlot(record, recipient, await opened(anna));
    expect(sealed).not.toEqual(slotOf(ben));
    expect(await opened(ben, sealed)).toEqual(made.epochKey);
    const stranger = { ...recipient, account: new Uint8Array(32) };
    await expect(sealSlot(record, stranger, made.epochKey)).rejects.toThrow(new SlotError('not in the roster'));

    const key = await newerKey(ben);
    const renewed = withKey(ben, accountKeyEntry(ben.chain, { device: ben.device }, key.next), key);
    const newest = { account: ben.chain.account, ...newestAccountKey(renewed.chain) };
    const anew = await sealSlot(record, newest, made.epochKey);
    expect(await opened(renewed, anew)).toEqual(made.epochKey);
    await expect(opened(ben, anew)).rejects.toThrow(new SlotError('does not open'));
    await expect(opened(renewed, slotOf(ben))).rejects.toThrow(new SlotError('does not open'));
  });
});

test('a renewal alone also moves the next epoch to the newer key', async () => {
  const key = await newerKey(ben);
  const renewed = withKey(ben, accountKeyEntry(ben.chain, { device: ben.device }, key.next), key);
  const next = await epoch([anna, renewed], 'renewed');
  expect(await opened(renewed, slotOf(renewed, next), decodeEpochRecord(next.record))).toEqual(next.epochKey);
});
