import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../test/support/keys.ts';
import { newBoxKey, sealTo } from '../boxKey.ts';
import { KeyError } from '../keyError.ts';
import { isBoxPublicKey } from './boxPublicKey.ts';

const { publicKey } = await newBoxKey(seededRandom('box'));
const withPoint = (hex: string) => Uint8Array.from([...publicKey.slice(0, 1184), ...Uint8Array.fromHex(hex)]);
const withCoefficients = (...bytes: [number, number, number]) => {
  const key = new Uint8Array(publicKey);
  key.set(bytes, 1149);
  return key;
};

describe('isBoxPublicKey', () => {
  test('takes keys that were made', async () => {
    for (const seed of ['a', 'b', 'c'])
      expect(isBoxPublicKey((await newBoxKey(seededRandom(seed))).publicKey)).toBe(true);
  });

  test.each([0, 1184, 1215, 1217])('refuses %i bytes', (length) => {
    expect(isBoxPublicKey(new Uint8Array(length).fill(2))).toBe(false);
  });

  test('refuses coefficients of q and above (FIPS 203, 7.2)', () => {
    expect(isBoxPublicKey(withCoefficients(0x00, 0x0d, 0xd0))).toBe(true); // 3328, 3328
    expect(isBoxPublicKey(withCoefficients(0x01, 0x0d, 0x00))).toBe(false); // 3329, 0
    expect(isBoxPublicKey(withCoefficients(0x00, 0x10, 0xd0))).toBe(false); // 0, 3329
  });

  test.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  ])('refuses the point %s, which gives everyone the same secret', (point) => {
    expect(() => x25519.getSharedSecret(new Uint8Array(32).fill(7), Uint8Array.fromHex(point))).toThrow('invalid');
    expect(isBoxPublicKey(withPoint(point))).toBe(false);
  });

  test('what it refuses cannot be sealed to', async () => {
    const sealed = sealTo(withPoint('00'.repeat(32)), new Uint8Array(), new Uint8Array(32));
    await expect(sealed).rejects.toThrow(new KeyError('bad box key'));
  });
});
