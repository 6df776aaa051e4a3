import { expect, test } from 'vitest';
import { testAccount, type TestAccount } from '../../test/support/keys.ts';
import { limits } from '../protocol/limits.ts';
import { accountKeyFrom } from './accountKey.ts';
import { encodeCbor, decodeCbor } from './encoding.ts';
import { SealedError } from './sealForAccounts.ts';
import { openRecord, sealRecord, type RecordPlace } from './sealedRecord.ts';
import { newestAccountKey } from './verify/accountChain.ts';

const [anna, ben, carla] = await Promise.all(['anna', 'ben', 'carla'].map((name) => testAccount(name)));
if (!anna || !ben || !carla) throw new Error('three people');
const place: RecordPlace = { instance: 'here', machine: 'dale', id: 'run-1', level: null };
const content = { text: 'disk füll', sentAt: 1_800_000_000_000 };

const recipient = ({ chain }: TestAccount) => ({ account: chain.account, ...newestAccountKey(chain) });
const open = (who: TestAccount, sealed: Uint8Array, at = place) =>
  openRecord(
    at,
    who.chain.account,
    async (generation) => {
      const seed = who.seeds.get(generation);
      return seed && accountKeyFrom(seed);
    },
    sealed,
  );
const refused = (reason: string) => expect.objectContaining({ name: 'SealedError', reason });

const sealed = await sealRecord(place, [ben, anna].map(recipient), content);

test('each of those it was sealed to opens it, and nobody else', async () => {
  expect(await open(anna, sealed)).toEqual(content);
  expect(await open(ben, sealed)).toEqual(content);
  await expect(open(carla, sealed)).rejects.toEqual(refused('not for this account'));
});

test('it opens with the key of the generation that it was sealed to alone', async () => {
  await expect(open({ ...anna, seeds: new Map() }, sealed)).rejects.toEqual(refused('no such key'));
  await expect(open({ ...anna, seeds: ben.seeds }, sealed)).rejects.toEqual(refused('does not open'));
});

test.each([
  ['another server', { instance: 'there' }],
  ['another machine', { machine: 'chip' }],
  ['another record', { id: 'run-2' }],
  ['another level', { level: 'error' }],
])('as %s it does not open', async (_what, other) => {
  await expect(open(anna, sealed, { ...place, ...other })).rejects.toEqual(refused('does not open'));
});

test('changed anywhere it does not open', async () => {
  for (let at = 0; at < sealed.length; at += 37) {
    const changed = new Uint8Array(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    // In another's slot it would have to be that one who notices.
    const both = await Promise.allSettled([open(anna, changed), open(ben, changed)]);
    const reasons = both.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.every((reason) => reason instanceof SealedError)).toBe(true);
  }
});

test('with somebody left out, or put in, it does not open', async () => {
  const [version, keyId, slots, body] = decodeCbor(sealed) as [number, Uint8Array, unknown[][], Uint8Array];
  const own = slots.filter(([account]) => Buffer.compare(account as Uint8Array, anna.chain.account) === 0);
  const others = slots.filter((slot) => !own.includes(slot));
  await expect(open(anna, encodeCbor([version, keyId, own, body]))).rejects.toEqual(refused('does not open'));
  const renamed = [...own, ...others.map(([, ...rest]) => [carla.chain.account, ...rest])];
  const sorted = renamed.toSorted(([a], [b]) => Buffer.compare(a as Uint8Array, b as Uint8Array));
  await expect(open(anna, encodeCbor([version, keyId, sorted, body]))).rejects.toEqual(refused('does not open'));
  const twice = [...own, ...own];
  await expect(open(anna, encodeCbor([version, keyId, twice, body]))).rejects.toEqual(refused('malformed'));
});

test('what is no sealed record is said to be none', async () => {
  await expect(open(anna, Uint8Array.of(1, 2, 3))).rejects.toEqual(refused('malformed'));
  await expect(open(anna, encodeCbor([2, 1, 1, 1]))).rejects.toEqual(refused('unknown version'));
});

test('to nobody, to one twice, or to too many nothing is sealed', async () => {
  const one = recipient(anna);
  const many = Array.from({ length: limits.sealedRecipients + 1 }, (_, at) => ({
    ...one,
    account: new Uint8Array(32).fill(at),
  }));
  for (const wrong of [[], [one, one], many]) {
    await expect(sealRecord(place, wrong, content)).rejects.toThrow(RangeError);
  }
});

test('to as many as may be, the longest text fits into a record', async () => {
  const one = recipient(anna);
  const many = Array.from({ length: limits.sealedRecipients }, (_, at) => ({
    ...one,
    account: new Uint8Array(32).fill(at),
  }));
  const text = '€'.repeat(limits.sealedText);
  const bytes = await sealRecord(place, many, { text, sentAt: content.sentAt });
  expect(Math.ceil((bytes.length * 4) / 3)).toBeLessThanOrEqual(limits.sealedRecord);
});

test('short messages look alike', async () => {
  const lengths = await Promise.all(
    ['', 'no', 'a hundred bytes or so, which is what a line of a log has at most: GET /index.html 200 7 ms'].map(
      async (text) => (await sealRecord(place, [recipient(anna)], { text, sentAt: content.sentAt })).length,
    ),
  );
  expect(new Set(lengths).size).toBe(1);
});
