import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  extended,
  newerKey,
  nextKey,
  seededRandom,
  testAccount,
  vaultRecipient,
  withDevice,
  withKey,
  withoutDevice,
  type TestAccount,
} from '../../../test/support/keys.ts';
import { accountKeyEntry, removedEntry, resetEntry, selfRemovedEntry } from '../chainEntries.ts';
import { newDeviceKeys, type DeviceKeys } from '../deviceKeys.ts';
import { concatBytes, decodeCbor, encodeCbor, sha256 } from '../encoding.ts';
import { makeEpoch, type MadeEpoch } from '../epoch.ts';
import { purposes } from '../labels.ts';
import { newSigningKey, sign } from '../signingKey.ts';
import { encodeRecordBody } from './epochEncoding.ts';
import {
  EpochError,
  checkEpochRecord,
  decodeEpochRecord,
  directConversationId,
  epochHash,
  slotHash,
  type EpochContext,
  type EpochErrorReason,
  type EpochRecord,
  type RosterEntry,
} from './epochRecord.ts';

const conversation = sha256(Uint8Array.of(7));
const zeros = new Uint8Array(32);
let anna: TestAccount;
let ben: TestAccount;
let second: DeviceKeys;
let made: MadeEpoch;
let record: EpochRecord;

beforeAll(async () => {
  second = await newDeviceKeys(seededRandom('second'));
  anna = withDevice(await testAccount('anna'), second);
  ben = await testAccount('ben');
  made = await epochOf(anna, [anna, ben]);
  record = decodeEpochRecord(made.record);
});

const epochOf = (maker: TestAccount, members: readonly TestAccount[], device = maker.device) =>
  makeEpoch({
    conversation,
    number: 1,
    previous: zeros,
    roster: members.map(({ chain }) => ({ chain })),
    sharesHistory: false,
    maker: { account: maker.chain.account, device },
  });

function context(members: readonly TestAccount[] = [anna, ben], more: Partial<EpochContext> = {}): EpochContext {
  return {
    conversation,
    previous: null,
    members: members.map(({ chain }) => chain.account),
    chains: (account) => members.find(({ chain }) => chain.account.toHex() === account.toHex())?.chain,
    ...more,
  };
}

/** The record with some things changed, signed anew by Anna's device or whoever is given. */
function resigned(changes: Partial<EpochRecord>, signing = anna.device.signing): Uint8Array {
  const body = encodeRecordBody({ ...record, ...changes });
  return encodeCbor([body, sign(signing, purposes.epochRecord, body)]);
}
const rosterWith = (account: TestAccount, changes: Partial<RosterEntry>): readonly RosterEntry[] =>
  record.roster.map((entry) =>
    entry.account.toHex() === account.chain.account.toHex() ? { ...entry, ...changes } : entry,
  );
const expectRefused = (bytes: Uint8Array, reason: EpochErrorReason, given: EpochContext = context()) =>
  expect(() => checkEpochRecord(bytes, given)).toThrow(new EpochError(reason));

describe('a record', () => {
  test('[E8] stands where all fits', () => {
    expect(checkEpochRecord(made.record, context([anna, ben], { slots: made.slots }))).toEqual(record);
    expect(checkEpochRecord(made.record, context([ben, anna]))).toEqual(record);
    expect(made.hash).toEqual(epochHash(made.record));
  });

  test('is of this conversation', () => {
    expectRefused(made.record, 'wrong conversation', context([anna, ben], { conversation: zeros }));
  });

  test('[E3] follows the record before', () => {
    const previous = { number: 1, hash: made.hash, roster: record.roster };
    const next = resigned({ number: 2, previous: made.hash });
    expect(checkEpochRecord(next, context([anna, ben], { previous })).number).toBe(2);
    expectRefused(next, 'wrong number');
    expectRefused(made.record, 'wrong number', context([anna, ben], { previous }));
    expectRefused(resigned({ number: 3, previous: made.hash }), 'wrong number', context([anna, ben], { previous }));
    expectRefused(resigned({ number: 2, previous: zeros }), 'wrong previous', context([anna, ben], { previous }));
    expectRefused(resigned({ previous: made.hash }), 'wrong previous');
  });

  test('[E8] has exactly the members', async () => {
    const carl = await testAccount('carl');
    expectRefused(made.record, 'wrong roster', context([anna, ben, carl]));
    expectRefused(made.record, 'wrong roster', context([anna, carl]));
    expectRefused(made.record, 'wrong roster', context([anna]));
    expectRefused(resigned({ roster: record.roster.slice(1) }), 'wrong roster');
  });

  test('names heads that are on the chains', () => {
    const entry = record.roster.find(({ account }) => account.toHex() === anna.chain.account.toHex())!;
    expectRefused(
      resigned({ roster: rosterWith(anna, { chainHead: { ...entry.chainHead, hash: zeros } }) }),
      'wrong chain head',
    );
    expectRefused(
      resigned({ roster: rosterWith(anna, { chainHead: { ...entry.chainHead, number: 3 } }) }),
      'wrong chain head',
    );
    expectRefused(
      resigned({ roster: rosterWith(anna, { chainHead: { ...entry.chainHead, number: 1 } }) }),
      'wrong chain head',
    );
  });

  test('names chains that are known', () => {
    expectRefused(made.record, 'unknown account', context([anna, ben], { chains: () => undefined }));
    expectRefused(made.record, 'unknown account', context([anna, ben], { chains: () => anna.chain }));
  });

  test('names the identity keys', () => {
    expectRefused(resigned({ roster: rosterWith(ben, { identityHash: zeros }) }), 'wrong identity');
  });

  test('rests on account keys that are there at that head', async () => {
    expectRefused(resigned({ roster: rosterWith(ben, { generation: 2 }) }), 'unknown generation');
    const key = await newerKey(ben);
    const renewed = withKey(ben, accountKeyEntry(ben.chain, { device: ben.device }, key.next), key);
    expectRefused(
      resigned({ roster: rosterWith(ben, { generation: 2 }) }),
      'unknown generation',
      context([anna, renewed]),
    );
    expect(checkEpochRecord(made.record, context([anna, renewed])).number).toBe(1);
  });

  test('[E8] never goes back behind the heads of the record before', () => {
    const previous = { number: 1, hash: made.hash, roster: record.roster };
    const chainHead = { number: 1, hash: anna.chain.hashes[0]! };
    const back = resigned({ number: 2, previous: made.hash, roster: rosterWith(anna, { chainHead }) });
    expectRefused(back, 'older chain head', context([anna, ben], { previous, history: true }));
    const { roster: _, ...withoutRoster } = previous;
    expect(checkEpochRecord(back, context([anna, ben], { previous: withoutRoster })).number).toBe(2);
  });

  test('is made by a live device of an account in the roster', async () => {
    const carl = await testAccount('carl');
    const maker = { account: anna.chain.account, device: second.id };
    expect(checkEpochRecord(resigned({ maker }, second.signing), context()).maker).toEqual(maker);
    expectRefused(
      resigned({ maker: { account: carl.chain.account, device: carl.device.id } }, carl.device.signing),
      'wrong maker',
    );
    expectRefused(resigned({ maker: { ...maker, device: ben.device.id } }, ben.device.signing), 'wrong maker');
    const chainHead = { number: 1, hash: anna.chain.hashes[0]! };
    expectRefused(resigned({ maker, roster: rosterWith(anna, { chainHead }) }, second.signing), 'wrong maker');
  });

  test('is signed by its maker, for this purpose', () => {
    expectRefused(resigned({}, second.signing), 'wrong signature');
    const body = encodeRecordBody(record);
    expectRefused(encodeCbor([body, sign(anna.device.signing, purposes.message, body)]), 'wrong signature');
  });

  test('comes with its slots, one each', () => {
    const [one, two] = made.slots;
    const given = (...slots: { account: Uint8Array; sealed: Uint8Array }[]) => context([anna, ben], { slots });
    expect(checkEpochRecord(made.record, given(two!, one!)).number).toBe(1);
    expectRefused(made.record, 'wrong slots', given(one!));
    expectRefused(made.record, 'wrong slots', given(one!, two!, two!));
    expectRefused(made.record, 'wrong slots', given(one!, one!));
    expectRefused(made.record, 'wrong slots', given(one!, { ...two!, sealed: one!.sealed }));
    expectRefused(
      made.record,
      'wrong slots',
      given({ ...one!, account: two!.account }, { ...two!, account: one!.account }),
    );
    expect(record.roster.map((entry) => entry.slotHash)).toEqual(made.slots.map(({ sealed }) => slotHash(sealed)));
  });
});

describe('a record that is new, and one that is read back', () => {
  const expectOnlyInHistory = (members: () => readonly TestAccount[], reason: EpochErrorReason) => {
    expectRefused(made.record, reason, context(members()));
    expect(checkEpochRecord(made.record, context(members(), { history: true }))).toEqual(record);
  };

  test('[E12] after a removal: the account key has passed', async () => {
    const without = await withoutDevice(anna, second);
    expectOnlyInHistory(() => [without, ben], 'passed generation');
  });

  test('after a renewal that followed a log-out: likewise', async () => {
    const left = extended(ben, selfRemovedEntry(ben.chain, ben.device));
    expect(checkEpochRecord(made.record, context([anna, left])).number).toBe(1);
    const key = await newerKey(left);
    const renewed = withKey(left, accountKeyEntry(left.chain, { identity: left.identity }, key.next), key);
    expectOnlyInHistory(() => [anna, renewed], 'passed generation');
  });

  test('after a reset: another identity', async () => {
    const device = await newDeviceKeys(seededRandom('reset'));
    const key = await nextKey(2, [vaultRecipient(device.box.publicKey)], null, seededRandom('reset key'));
    const identity = newSigningKey(seededRandom('reset identity'));
    const given = { identity, vaultBoxKey: device.box.publicKey, device, accountKey: key.next };
    expectOnlyInHistory(() => [anna, extended(ben, resetEntry(ben.chain, given))], 'wrong identity');
  });

  test('after the account was removed', () => {
    expectOnlyInHistory(() => [anna, extended(ben, removedEntry(ben.chain, ben.identity))], 'account removed');
    const gone = extended(ben, removedEntry(ben.chain, ben.identity));
    const chainHead = { number: gone.chain.number, hash: gone.chain.hash };
    expectRefused(
      resigned({ roster: rosterWith(ben, { chainHead }) }),
      'account removed',
      context([anna, gone], { history: true }),
    );
  });

  test('after the maker logged out', async () => {
    const bySecond = (await epochOf(anna, [anna, ben], second)).record;
    const left = extended(anna, selfRemovedEntry(anna.chain, second));
    expectRefused(bySecond, 'wrong maker', context([left, ben]));
    expect(checkEpochRecord(bySecond, context([left, ben], { history: true })).maker.device).toEqual(second.id);
  });

  test('but a generation from before the removal that its own head holds is refused in both', async () => {
    const without = await withoutDevice(anna, second);
    const chainHead = { number: without.chain.number, hash: without.chain.hash };
    const stale = resigned({ roster: rosterWith(anna, { chainHead }) });
    expectRefused(stale, 'passed generation', context([without, ben]));
    expectRefused(stale, 'passed generation', context([without, ben], { history: true }));
  });
});

describe('the encoding', () => {
  const framed = () => decodeCbor(made.record) as [Uint8Array, Uint8Array];

  test('is of this version, with all fields in their lengths', () => {
    const [body, signature] = framed();
    const fields = decodeCbor(body) as unknown[];
    const withField = (at: number, value: unknown) => encodeCbor([encodeCbor(fields.with(at, value)), signature]);
    expectRefused(withField(0, 2), 'unknown version');
    for (const at of [1, 3, 7, 8]) expectRefused(withField(at, new Uint8Array(31)), 'malformed');
    expectRefused(withField(2, 0), 'malformed');
    expectRefused(withField(4, []), 'malformed');
    expectRefused(withField(5, 1), 'malformed');
    expectRefused(withField(6, new Uint8Array(32)), 'malformed');
    expectRefused(encodeCbor([encodeCbor([...fields, 0]), signature]), 'malformed');
    expectRefused(encodeCbor([body]), 'malformed');
    expectRefused(encodeCbor([body, signature, signature]), 'malformed');
    expectRefused(encodeCbor([body, signature.slice(1)]), 'malformed');
  });

  test('[E2] has the roster sorted, nobody twice, in its lengths', () => {
    const [one, two] = record.roster;
    expectRefused(resigned({ roster: [two!, one!] }), 'malformed');
    expectRefused(resigned({ roster: [one!, one!] }), 'malformed');
    for (const field of ['account', 'identityHash', 'slotHash'] as const) {
      expectRefused(resigned({ roster: [{ ...one!, [field]: new Uint8Array(31) }, two!] }), 'malformed');
    }
    expectRefused(resigned({ roster: [{ ...one!, generation: 0 }, two!] }), 'malformed');
    expectRefused(resigned({ roster: [{ ...one!, chainHead: { ...one!.chainHead, number: 0 } }, two!] }), 'malformed');
    expectRefused(
      resigned({ roster: [{ ...one!, chainHead: { number: 1, hash: new Uint8Array(3) } }, two!] }),
      'malformed',
    );
  });

  test('has nothing more and nothing less of each account in the roster', () => {
    const [body, signature] = framed();
    const fields = decodeCbor(body) as unknown[];
    const [one, ...others] = fields[4] as unknown[][];
    for (const wrong of [[...one!, 0], one!.slice(0, 5), 'one']) {
      const bytes = encodeCbor([encodeCbor(fields.with(4, [wrong, ...others])), signature]);
      expectRefused(bytes, 'malformed');
    }
  });

  test('[E2] has at most 250 in the roster', () => {
    const [one] = record.roster;
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...one!,
        account: concatBytes(Uint8Array.of(at), new Uint8Array(31)),
      }));
    expect(decodeEpochRecord(resigned({ roster: many(250) })).roster).toHaveLength(250);
    expect(() => decodeEpochRecord(resigned({ roster: many(251) }))).toThrow(new EpochError('malformed'));
    expect(() => decodeEpochRecord(new Uint8Array(256 * 1024 + 1))).toThrow(new EpochError('too large'));
  });

  test('random and changed bytes are refused as an EpochError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => checkEpochRecord(bytes, context())).toThrow(EpochError);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const at = place % made.record.length;
        const changed = made.record.with(at, made.record[at]! ^ change);
        expect(() => checkEpochRecord(changed, context())).toThrow(EpochError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('directConversationId', () => {
  test('[E7] is the same from both sides, and another for others', () => {
    const [a, b, c] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array, Uint8Array];
    expect(directConversationId(a, b)).toEqual(directConversationId(b, a));
    expect(directConversationId(a, b)).not.toEqual(directConversationId(a, c));
    expect(directConversationId(a, a)).not.toEqual(directConversationId(a, b));
  });
});
