import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { decrypt, encrypt, openUnder, sealUnder } from './aead.ts';
import { KeyError } from './keyError.ts';

const key = seededRandom('key')(32);
const associated = new TextEncoder().encode('what it belongs to');
const plaintext = new TextEncoder().encode('secret');
const doesNotOpen = new KeyError('does not open');

describe('AES-256-GCM', () => {
  test('is that of its specification: test cases 13 and 14', async () => {
    const [zeroKey, zeroNonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array()];
    expect((await encrypt(zeroKey, zeroNonce, none, none)).toHex()).toBe('530f8afbc74536b9a963b4f1c4cb738b');
    expect((await encrypt(zeroKey, zeroNonce, new Uint8Array(16), none)).toHex()).toBe(
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    );
  });

  test('opens only with the same key, nonce and associated data', async () => {
    const nonce = new Uint8Array(12);
    const sealed = await encrypt(key, nonce, plaintext, associated);
    expect(await decrypt(key, nonce, sealed, associated)).toEqual(plaintext);
    await expect(decrypt(new Uint8Array(32), nonce, sealed, associated)).rejects.toThrow(doesNotOpen);
    await expect(
      decrypt(
        key,
        nonce.map(() => 1),
        sealed,
        associated,
      ),
    ).rejects.toThrow(doesNotOpen);
    await expect(decrypt(key, nonce, sealed, nonce)).rejects.toThrow(doesNotOpen);
    await expect(decrypt(key, nonce, sealed.slice(1), associated)).rejects.toThrow(doesNotOpen);
    await expect(decrypt(key, nonce, new Uint8Array(), associated)).rejects.toThrow(doesNotOpen);
  });

  test('keys have 32 bytes', async () => {
    await expect(encrypt(new Uint8Array(16), new Uint8Array(12), plaintext, associated)).rejects.toThrow(RangeError);
  });
});

describe('sealUnder', () => {
  test('puts format and a fresh nonce before', async () => {
    const [one, two] = [await sealUnder(key, plaintext, associated), await sealUnder(key, plaintext, associated)];
    expect(one).toHaveLength(1 + 12 + plaintext.length + 16);
    expect(one[0]).toBe(1);
    expect(one.slice(1, 13)).not.toEqual(two.slice(1, 13));
    expect(await openUnder(key, one, associated)).toEqual(plaintext);
  });

  test('does not open when format, nonce, ciphertext or length changed', async () => {
    const sealed = await sealUnder(key, plaintext, associated, seededRandom('nonce'));
    await expect(openUnder(key, Uint8Array.of(2, ...sealed.slice(1)), associated)).rejects.toThrow(
      new KeyError('unknown suite'),
    );
    for (const at of [1, 12, 13, sealed.length - 1]) {
      const changed = new Uint8Array(sealed);
      changed[at]! ^= 0x80;
      await expect(openUnder(key, changed, associated)).rejects.toThrow(doesNotOpen);
    }
    for (const length of [1, 5, 13, 20]) {
      await expect(openUnder(key, sealed.slice(0, length), associated)).rejects.toThrow(doesNotOpen);
    }
  });
});
