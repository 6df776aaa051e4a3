import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EncodingError,
  compareBytes,
  concatBytes,
  decodeCbor,
  encodeCbor,
  equalBytes,
  labelled,
  sha256,
  signedBytes,
} from './encoding.ts';
import { purposes } from './labels.ts';

const hex = (text: string) => Uint8Array.fromHex(text);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'binary' }).map((text) => text.replace(/^\uFEFF+/, '')),
    fc.uint8Array(),
    fc.array(tie('value')),
  ),
})).value;

describe('deterministic CBOR', () => {
  test.each([
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [1000, '1903e8'],
    [1_000_000_000_000, '1b000000e8d4a51000'],
    [-1, '20'],
    [true, 'f5'],
    [null, 'f6'],
    ['IETF', '6449455446'],
    [new Uint8Array([1, 2, 3, 4]), '4401020304'],
    [[1, [2, 3], [4, 5]], '8301820203820405'],
  ])('%j is as in RFC 8949, appendix A', (plain, bytes) => {
    expect(encodeCbor(plain)).toEqual(hex(bytes));
    expect(decodeCbor(hex(bytes))).toEqual(plain);
  });

  test.each([
    ['a number in more bytes than it needs', '1817'],
    ['a length in more bytes than it needs', '580101'],
    ['an indefinite array', '9f01ff'],
    ['indefinite bytes', '5f4101ff'],
    ['something after the item', '0000'],
    ['nothing', ''],
    ['less than it says', '4401'],
    ['a whole number as a float', 'f93c00'],
    ['a longer float than needed', 'fa3fc00000'],
    ['keys out of order', 'a2616201616101'],
    ['a key twice', 'a2616101616101'],
    ['invalid UTF-8', '61ff'],
    ['text after a byte order mark', '64efbbbf41'],
    ['a tag', 'c001'],
  ])('%s is refused', (_, bytes) => {
    expect(() => decodeCbor(hex(bytes))).toThrow(new EncodingError('not deterministic CBOR'));
  });

  test('deep nesting is refused, not a crash', () => {
    expect(() => decodeCbor(new Uint8Array(100_000).fill(0x81))).toThrow(EncodingError);
  });

  test('what is encoded decodes to the same', () => {
    fc.assert(
      fc.property(value, (plain) => {
        expect(decodeCbor(encodeCbor(plain))).toEqual(plain);
      }),
    );
  });

  test('[V6] all text can be read back, also half surrogate pairs and byte order marks', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(fc.property(units, (text) => typeof decodeCbor(encodeCbor(text)) === 'string'));
    expect(decodeCbor(encodeCbor('\uFEFF\uFEFFa\uFEFF'))).toBe('a\uFEFF');
    expect(decodeCbor(encodeCbor('\uD800'))).toBe('\uFFFD');
  });

  test('[V5] random bytes decode, or are refused as an EncodingError; what decodes has no other spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          return equalBytes(encodeCbor(decodeCbor(bytes)), bytes);
        } catch (error) {
          return error instanceof EncodingError;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('bytes', () => {
  test('[V8] a signature covers prefix, purpose, a zero byte and the bytes', () => {
    const expected = concatBytes(new TextEncoder().encode('waxwing/1 epoch record\0'), hex('0102'));
    expect(signedBytes(purposes.epochRecord, hex('0102'))).toEqual(expected);
  });

  test('[V10] a label ends with a zero byte', () => {
    expect(labelled('waxwing/1 roster', hex('ff'))).toEqual(
      concatBytes(new TextEncoder().encode('waxwing/1 roster'), hex('00ff')),
    );
  });

  test('sha256 is SHA-256', () => {
    expect(sha256(new TextEncoder().encode('abc')).toHex()).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('equal means the same bytes', () => {
    expect(equalBytes(hex('0102'), hex('0102'))).toBe(true);
    expect(equalBytes(hex('0102'), hex('0103'))).toBe(false);
    expect(equalBytes(hex('0102'), hex('010200'))).toBe(false);
    expect(equalBytes(hex('010200'), hex('0102'))).toBe(false);
  });

  test('order is bytewise, the shorter first', () => {
    const sorted = [hex('02'), hex('0100'), hex('01'), hex('00ff')].toSorted(compareBytes);
    expect(sorted.map((bytes) => bytes.toHex())).toEqual(['00ff', '01', '0100', '02']);
  });
});
