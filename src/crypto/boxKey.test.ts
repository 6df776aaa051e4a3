import { XWing } from '@hpke/hybridkem-x-wing';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import xWing from '../../test/vectors/x-wing.json' with { type: 'json' };
import { boxKeyFrom, newBoxKey, openWith, sealTo } from './boxKey.ts';
import { sha256 } from './encoding.ts';
import { KeyError } from './keyError.ts';

const hex = (text: string) => Uint8Array.fromHex(text);
const info = new TextEncoder().encode('what it is for');
const plaintext = new TextEncoder().encode('thirty-two bytes, or any number.');
const key = await newBoxKey(seededRandom('box key'));
const sealed = await sealTo(key.publicKey, info, plaintext, seededRandom('sealing'));

describe('box keys', () => {
  test("the seed is X-Wing's decapsulation key, as in the draft's vector", async () => {
    const { publicKey } = await boxKeyFrom(hex(xWing.seed));
    expect(sha256(publicKey).toHex()).toBe(xWing.publicKeySha256);
  });

  test("the KEM below gives the shared secret of the draft's vector, on both sides", async () => {
    const kem = new XWing();
    const { publicKey, privateKey } = await kem.generateKeyPairDerand(hex(xWing.seed));
    const { sharedSecret, enc } = await kem.encap({ recipientPublicKey: publicKey, ekm: hex(xWing.eseed).buffer });
    expect(new Uint8Array(sharedSecret).toHex()).toBe(xWing.sharedSecret);
    expect(new Uint8Array(await kem.decap({ recipientKey: privateKey, enc })).toHex()).toBe(xWing.sharedSecret);
  });

  test('sizes are those of the design', () => {
    expect(key.publicKey).toHaveLength(1216);
    expect(sealed).toHaveLength(1 + 1120 + plaintext.length + 16);
    expect(sealed[0]).toBe(1);
  });

  test('what is sealed opens', async () => {
    expect(await openWith(key, info, sealed)).toEqual(plaintext);
  });

  test('the same key comes from the same seed, and opens too', async () => {
    expect(await openWith(await boxKeyFrom(key.seed), info, sealed)).toEqual(plaintext);
  });

  test('sealing is random, unless the source of randomness is not', async () => {
    expect(await sealTo(key.publicKey, info, plaintext)).not.toEqual(sealed);
    expect(await sealTo(key.publicKey, info, plaintext, seededRandom('sealing'))).toEqual(sealed);
  });

  test('many at once do not disturb each other', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => sealTo(key.publicKey, info, plaintext)));
    for (const opened of await Promise.all(all.map((each) => openWith(key, info, each))))
      expect(opened).toEqual(plaintext);
  });

  test('a view into a larger buffer is as good', async () => {
    const shifted = new Uint8Array(sealed.length + 7);
    shifted.set(sealed, 7);
    expect(await openWith(key, info, shifted.subarray(7))).toEqual(plaintext);
    const shiftedKey = new Uint8Array(key.publicKey.length + 3);
    shiftedKey.set(key.publicKey, 3);
    expect(await sealTo(shiftedKey.subarray(3), info, plaintext, seededRandom('sealing'))).toEqual(sealed);
  });

  test('neither another key nor another info opens it', async () => {
    const other = await newBoxKey(seededRandom('other'));
    await expect(openWith(other, info, sealed)).rejects.toThrow(new KeyError('does not open'));
    await expect(openWith(key, new Uint8Array(1), sealed)).rejects.toThrow(new KeyError('does not open'));
  });

  test.each([1, 600, 1100, 1121, 1168])('byte %i changed: it does not open', async (at) => {
    const changed = new Uint8Array(sealed);
    changed[at]! ^= 1;
    await expect(openWith(key, info, changed)).rejects.toThrow(new KeyError('does not open'));
  });

  test('another suite, too few bytes and none are refused', async () => {
    await expect(openWith(key, info, Uint8Array.of(2, ...sealed.slice(1)))).rejects.toThrow(
      new KeyError('unknown suite'),
    );
    await expect(openWith(key, info, sealed.slice(0, 1136))).rejects.toThrow(new KeyError('malformed'));
    await expect(openWith(key, info, new Uint8Array())).rejects.toThrow(new KeyError('unknown suite'));
  });

  test('a seed has 32 bytes', async () => {
    await expect(boxKeyFrom(new Uint8Array(33))).rejects.toThrow(RangeError);
  });
});
