import { expect, test } from 'vitest';
import { createSeal, newKey } from './seal.ts';

test('what was sealed opens under its own key and storage, and nowhere else', async () => {
  const key = await newKey();
  const seal = createSeal(key, 'a');
  const value = new Uint8Array([1, 2, 3]);
  const sealed = await seal.seal('k', value);
  expect(await seal.open('k', sealed)).toEqual(value);
  await expect(seal.open('other', sealed)).rejects.toThrow(/operation/);
  await expect(createSeal(key, 'b').open('k', sealed)).rejects.toThrow(/operation/);
  sealed[20]! ^= 1;
  await expect(seal.open('k', sealed)).rejects.toThrow(/operation/);
});

test('the same value never looks the same twice, and the key stays inside', async () => {
  const key = await newKey();
  const seal = createSeal(key, 'a');
  const value = new Uint8Array(8);
  expect(await seal.seal('k', value)).not.toEqual(await seal.seal('k', value));
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow(/extractable/);
});
