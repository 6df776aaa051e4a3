import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { sealUnder } from './aead.ts';
import { encodeCbor, labelled, sha256, type Bytes } from './encoding.ts';
import { KeyError } from './keyError.ts';
import { labels } from './labels.ts';
import {
  newVault,
  openVault,
  passwordWrappingKey,
  sealVault,
  unwrapVaultKey,
  wrapVaultKey,
  type VaultContents,
} from './vault.ts';

const account = sha256(Uint8Array.of(1));
const other = sha256(Uint8Array.of(2));
const doesNotOpen = new KeyError('does not open');
let key: Bytes;
let contents: VaultContents;
let sealed: Bytes;
beforeAll(async () => {
  ({ key, contents } = await newVault(seededRandom('vault')));
  sealed = await sealVault(key, account, 3, contents);
});

describe('the vault', () => {
  test('opens again as it was', async () => {
    expect(await openVault(key, account, 3, sealed)).toEqual(contents);
  });

  test('[K13] opens for this key, account and version alone', async () => {
    await expect(openVault(other, account, 3, sealed)).rejects.toThrow(doesNotOpen);
    await expect(openVault(key, other, 3, sealed)).rejects.toThrow(doesNotOpen);
    await expect(openVault(key, account, 2, sealed)).rejects.toThrow(doesNotOpen);
    await expect(openVault(key, account, 3, sealed.with(40, sealed[40]! ^ 1))).rejects.toThrow(doesNotOpen);
    await expect(openVault(key, account, 3, new Uint8Array())).rejects.toThrow(new KeyError('unknown suite'));
  });

  test.each([
    ['another version', [2, new Uint8Array(32), new Uint8Array(32)]],
    ['a short seed', [1, new Uint8Array(31), new Uint8Array(32)]],
    ['a short second seed', [1, new Uint8Array(32), new Uint8Array(31)]],
    ['a field more', [1, new Uint8Array(32), new Uint8Array(32), 0]],
    ['something else', 'vault'],
  ])('with %s inside is malformed', async (_, inside) => {
    const associated = labelled(labels.vault, encodeCbor([account, 1]));
    const wrong = await sealUnder(key, encodeCbor(inside), associated);
    await expect(openVault(key, account, 1, wrong)).rejects.toThrow(new KeyError('malformed'));
  });
});

describe('the wraps', () => {
  test('[K12] open for this wrapping key, kind and account alone', async () => {
    const wrappingKey = passwordWrappingKey(new Uint8Array(64));
    const wrapped = await wrapVaultKey(wrappingKey, 'password', account, key);
    expect(wrapped.length).toBeLessThanOrEqual(256);
    expect(await unwrapVaultKey(wrappingKey, 'password', account, wrapped)).toEqual(key);
    await expect(unwrapVaultKey(wrappingKey, 'recovery', account, wrapped)).rejects.toThrow(doesNotOpen);
    await expect(unwrapVaultKey(wrappingKey, 'password', other, wrapped)).rejects.toThrow(doesNotOpen);
    await expect(unwrapVaultKey(key, 'password', account, wrapped)).rejects.toThrow(doesNotOpen);
  });

  test('hold 32 bytes', async () => {
    expect(() => wrapVaultKey(key, 'password', account, new Uint8Array(31))).toThrow(RangeError);
    const associated = labelled(labels.vaultKeyWrap, encodeCbor([account, 'password']));
    const short = await sealUnder(key, new Uint8Array(31), associated);
    await expect(unwrapVaultKey(key, 'password', account, short)).rejects.toThrow(new KeyError('malformed'));
  });

  test('[K11] the password wraps with a key derived from the export key', () => {
    expect(passwordWrappingKey(new Uint8Array(64))).toHaveLength(32);
    expect(passwordWrappingKey(new Uint8Array(64))).not.toEqual(passwordWrappingKey(new Uint8Array(64).fill(1)));
  });
});
