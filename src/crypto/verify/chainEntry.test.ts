import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  newerKey,
  seededRandom,
  testAccount,
  withDevice,
  withoutDevice,
  type TestAccount,
} from '../../../test/support/keys.ts';
import { accountOfEveryKind } from '../../../test/support/keyVectors.ts';
import { accountKeyEntry, removedEntry } from '../chainEntries.ts';
import { newDeviceKeys } from '../deviceKeys.ts';
import { concatBytes, decodeCbor, encodeCbor } from '../encoding.ts';
import { purposes, type Purpose } from '../labels.ts';
import { sign } from '../signingKey.ts';
import { ChainError, entryKind, extendChain, seedsHash, type ChainErrorReason } from './accountChain.ts';
import { decodeChainEntry, encodeEntryBody } from './chainEntry.ts';

let anna: TestAccount;
let account: TestAccount;
beforeAll(async () => {
  anna = await testAccount('anna');
  const second = await newDeviceKeys(seededRandom('second'));
  account = await withoutDevice(withDevice(anna, second), second);
});

/** An entry that the identity key signed truly over whatever fields. */
function signedFields(...fields: unknown[]): Uint8Array {
  const body = encodeCbor(fields);
  return encodeCbor([body, sign(anna.identity, purposes.chainByIdentity, body)]);
}
const expectRefused = (entry: Uint8Array, reason: ChainErrorReason) =>
  expect(() => extendChain(anna.chain, entry)).toThrow(new ChainError(reason));

describe('entries', () => {
  test('are encoded again as they were', () => {
    for (const bytes of account.entries) {
      const { number, previous, fact, body, signatures } = decodeChainEntry(bytes);
      expect(encodeEntryBody(number, previous, fact)).toEqual(body);
      expect(encodeCbor([body, ...signatures])).toEqual(bytes);
    }
  });

  test('are of this version and of known kinds', () => {
    const { hash } = anna.chain;
    expect(extendChain(anna.chain, signedFields(1, 'removed', 2, hash)).removed).toBe(true);
    expectRefused(signedFields(2, 'removed', 2, hash), 'unknown version');
    expectRefused(signedFields('1', 'removed', 2, hash), 'unknown version');
    expectRefused(signedFields(1, 'renamed', 2, hash), 'unknown kind');
    expectRefused(signedFields(1, 'constructor', 2, hash), 'unknown kind');
    expectRefused(signedFields(1, 7, 2, hash), 'unknown kind');
  });

  test('have exactly the fields of their kind, in their lengths', () => {
    const { hash, vaultBoxKey } = anna.chain;
    expectRefused(signedFields(1, 'removed', 2, hash, null), 'malformed');
    expectRefused(signedFields(1, 'removed', 2), 'malformed');
    expectRefused(signedFields(1, 'removed', 2, hash.slice(1)), 'malformed');
    expectRefused(signedFields(1, 'removed', 2.5, hash), 'malformed');
    expectRefused(signedFields(1, 'removed', 0, hash), 'malformed');
    expectRefused(signedFields(1, 'removed', 2n ** 60n, hash), 'malformed');
    expectRefused(signedFields(1, 'vault box key', 2, hash, vaultBoxKey.slice(1)), 'bad box key');
    expectRefused(signedFields(1, 'vault box key', 2, hash, 'text'), 'malformed');
    expectRefused(signedFields(1, 'vault box key', 2, hash), 'malformed');
    expectRefused(signedFields(1, 'device removed', 2, hash, hash.slice(1), null), 'malformed');
    expectRefused(signedFields(1, 'device removed', 2, hash, hash), 'malformed');
    expectRefused(signedFields(1, 'account key', 2, hash, null, [2, vaultBoxKey, hash, 0]), 'malformed');
    expectRefused(signedFields(1, 'account key', 2, hash, null, [2, vaultBoxKey, hash.slice(1)]), 'malformed');
    expectRefused(signedFields(1, 'account key', 2, hash, null, [0, vaultBoxKey, hash]), 'malformed');
    expectRefused(signedFields(1, 'account key', 2, hash, hash.slice(1), [2, vaultBoxKey, hash]), 'malformed');
  });

  test('of every kind have all their fields, in their lengths, and no more', async () => {
    const { entries } = await accountOfEveryKind();
    expect(new Set(entries.map((entry) => entryKind(entry).kind)).size).toBe(8);
    for (const entry of entries) {
      const [body, ...signatures] = decodeCbor(entry) as [Uint8Array, ...Uint8Array[]];
      for (const fields of misshapen(decodeCbor(body))) {
        expect(() => decodeChainEntry(encodeCbor([encodeCbor(fields), ...signatures]))).toThrow(ChainError);
      }
    }
  });

  test('have exactly the signatures of their kind, of 64 bytes', () => {
    const [body, signature] = decodeCbor(removedEntry(anna.chain, anna.identity)) as [Uint8Array, Uint8Array];
    expectRefused(encodeCbor([body]), 'malformed');
    expectRefused(encodeCbor([body, signature, signature]), 'malformed');
    expectRefused(encodeCbor([body, signature.slice(1)]), 'malformed');
    expectRefused(encodeCbor([]), 'malformed');
    expectRefused(encodeCbor({ body, signature }), 'malformed');
  });

  test('are signed for this purpose', () => {
    const body = encodeEntryBody(2, anna.chain.hash, { kind: 'removed' });
    const entry = (purpose: Purpose) => encodeCbor([body, sign(anna.identity, purpose, body)]);
    expect(extendChain(anna.chain, entry(purposes.chainByIdentity)).removed).toBe(true);
    const others = Object.values(purposes).filter((purpose) => purpose !== purposes.chainByIdentity);
    for (const purpose of others) expectRefused(entry(purpose), 'wrong signature');
  });

  test('are deterministic CBOR and not too large', () => {
    const entry = removedEntry(anna.chain, anna.identity);
    expectRefused(Uint8Array.of(...entry, 0), 'malformed');
    expectRefused(Uint8Array.of(0x9f, ...entry.slice(1), 0xff), 'malformed');
    expectRefused(new Uint8Array(8 * 1024 + 1), 'too large');
  });

  test('random bytes are refused as a ChainError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => extendChain(anna.chain, bytes)).toThrow(ChainError);
      }),
      { numRuns: 1000 },
    );
  });

  test('random fields, truly signed, are taken or refused as a ChainError', () => {
    const field = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.constantFrom(1, 2, 'device added', 'reset', 'created', 'account key', 'device removed'),
    );
    const fields = fc.array(fc.oneof(field, fc.array(field)), { maxLength: 8 });
    const whole = fc.oneof(
      fields,
      fields.map((rest) => [1, 'reset', 2, anna.chain.hash, ...rest]),
    );
    fc.assert(
      fc.property(whole, (values) => {
        expect(() => extendChain(anna.chain, signedFields(...values))).toThrow(ChainError);
      }),
      { numRuns: 300 },
    );
  });

  test('no changed byte is ever accepted', () => {
    const states = [null, ...account.entries.map((_, at) => at)].map((at) =>
      at === null ? null : account.entries.slice(0, at + 1).reduce<TestAccount['chain'] | null>(extendChain, null),
    );
    const mutation = fc.record({
      entry: fc.nat({ max: account.entries.length - 1 }),
      at: fc.nat(),
      bit: fc.nat({ max: 7 }),
      how: fc.constantFrom('flip', 'cut', 'insert', 'drop'),
    });
    fc.assert(
      fc.property(mutation, ({ entry, at, bit, how }) => {
        const bytes = account.entries[entry]!;
        const place = at % bytes.length;
        const changed = mutated(bytes, place, bit, how);
        expect(() => extendChain(states[entry] ?? null, changed)).toThrow(ChainError);
      }),
      { numRuns: 300 },
    );
  });
});

describe('entryKind', () => {
  test('tells what an entry does', async () => {
    const { entries, chain } = await accountOfEveryKind();
    const [first, second, third] = [...chain.devices.values()].map(({ id }) => id);
    const glances = entries.map(entryKind);
    expect(glances.map(({ seedsHash: _, ...glance }) => glance)).toEqual([
      { kind: 'created', number: 1, device: first, signer: null, generation: 1 },
      { kind: 'device added', number: 2, device: second, signer: null, generation: null },
      { kind: 'device removed', number: 3, device: second, signer: null, generation: 2 },
      { kind: 'device box key', number: 4, device: first, signer: first, generation: null },
      { kind: 'vault box key', number: 5, device: null, signer: null, generation: null },
      { kind: 'device removed', number: 6, device: first, signer: first, generation: null },
      { kind: 'account key', number: 7, device: null, signer: null, generation: 3 },
      { kind: 'reset', number: 8, device: third, signer: null, generation: 4 },
      { kind: 'removed', number: 9, device: null, signer: null, generation: null },
    ]);
    const hashes = glances.map((glance) => glance.seedsHash).filter((hash) => hash !== null);
    expect(hashes).toEqual(chain.accountKeys.map((key) => key.seedsHash));
  });

  test('names the device that signs an account key', async () => {
    const { next } = await newerKey(anna);
    const entry = accountKeyEntry(anna.chain, { device: anna.device }, next);
    expect(entryKind(entry)).toMatchObject({ device: null, signer: anna.device.id });
  });
});

describe('seedsHash', () => {
  const sealed = (byte: number) => Uint8Array.of(byte);
  const seeds = [
    { recipient: 'vault', sealed: sealed(1) },
    { recipient: 'AAAA', sealed: sealed(2) },
  ];

  test('does not depend on the order, and on all else', () => {
    const hash = seedsHash(2, seeds, sealed(3));
    expect(seedsHash(2, seeds.toReversed(), sealed(3))).toEqual(hash);
    const others = [
      seedsHash(3, seeds, sealed(3)),
      seedsHash(2, seeds, sealed(4)),
      seedsHash(2, seeds, null),
      seedsHash(2, seeds.slice(1), sealed(3)),
      seedsHash(2, [seeds[0]!, { recipient: 'AAAA', sealed: sealed(9) }], sealed(3)),
      seedsHash(2, [seeds[0]!, { recipient: 'AAAB', sealed: sealed(2) }], sealed(3)),
    ];
    for (const other of others) expect(other).not.toEqual(hash);
  });

  test('knows no recipient twice', () => {
    expect(() => seedsHash(2, [seeds[0]!, seeds[0]!], null)).toThrow(new ChainError('duplicate recipient'));
  });
});

/** The value with one field more or less somewhere, or with bytes that are one too short or too long. */
function misshapen(value: unknown): unknown[] {
  if (value instanceof Uint8Array) return [value.slice(1), concatBytes(value, Uint8Array.of(0))];
  if (!Array.isArray(value)) return [];
  const fields: unknown[] = value;
  const inside = fields.flatMap((field, at) => misshapen(field).map((wrong) => fields.with(at, wrong)));
  return [[...fields, 0], fields.slice(0, -1), ...inside];
}

function mutated(bytes: Uint8Array, at: number, bit: number, how: 'flip' | 'cut' | 'insert' | 'drop'): Uint8Array {
  switch (how) {
    case 'flip':
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
    case 'cut':
      return bytes.slice(0, at);
    case 'insert':
      return Uint8Array.of(...bytes.slice(0, at), bit, ...bytes.slice(at));
    case 'drop':
      return Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + 1));
  }
}
