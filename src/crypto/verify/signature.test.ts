import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../test/support/keys.ts';
import { concatBytes, signedBytes } from '../encoding.ts';
import { purposes } from '../labels.ts';
import { newSigningKey, sign, signingKeyFrom } from '../signingKey.ts';
import { verifySignature } from './signature.ts';

const key = newSigningKey(seededRandom('signature'));
const bytes = new TextEncoder().encode('a chain entry');
const signature = sign(key, purposes.message, bytes);
const verify = (publicKey: Uint8Array, over: Uint8Array, given: Uint8Array) =>
  verifySignature(publicKey, purposes.message, over, given);

describe('signatures', () => {
  test('are Ed25519 over the signed bytes', () => {
    expect(ed25519.verify(signature, signedBytes(purposes.message, bytes), key.publicKey)).toBe(true);
    expect(verify(key.publicKey, bytes, signature)).toBe(true);
  });

  test('of RFC 8032, 7.1, test 1: the key', () => {
    const seed = Uint8Array.fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    expect(signingKeyFrom(seed).publicKey.toHex()).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });

  test('are for one purpose, one key and these bytes', () => {
    const other = newSigningKey(seededRandom('other'));
    expect(verifySignature(key.publicKey, purposes.recovery, bytes, signature)).toBe(false);
    expect(verify(other.publicKey, bytes, signature)).toBe(false);
    expect(verify(key.publicKey, concatBytes(bytes, Uint8Array.of(0)), signature)).toBe(false);
  });

  test('every changed bit makes them false', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 511 }), (bit) => {
        const changed = new Uint8Array(signature);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(verify(key.publicKey, bytes, changed)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('S has one spelling: S + L is refused', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = littleEndian(signature.slice(32)) + order;
    const scalar = Uint8Array.from({ length: 32 }, (_, at) => Number((s >> BigInt(8 * at)) & 255n));
    expect(verify(key.publicKey, bytes, concatBytes(signature.slice(0, 32), scalar))).toBe(false);
  });

  test('a key of small order signs nothing, though lenient verifiers take it for everything', () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    const forged = concatBytes(identity, new Uint8Array(32));
    expect(ed25519.verify(forged, signedBytes(purposes.message, bytes), identity, { zip215: true })).toBe(true);
    expect(verify(identity, bytes, forged)).toBe(false);
  });

  test('whatever is malformed is false', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 80 }), (publicKey, given) => {
        expect(verify(publicKey, bytes, given)).toBe(false);
      }),
    );
    expect(verify(key.publicKey, bytes, signature.slice(0, 63))).toBe(false);
    expect(verify(key.publicKey.slice(0, 31), bytes, signature)).toBe(false);
  });

  test('a seed has 32 bytes', () => {
    expect(() => signingKeyFrom(new Uint8Array(31))).toThrow(RangeError);
  });
});

const littleEndian = (scalar: Uint8Array) => scalar.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
