import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/support/keys.ts';
import { newDeviceKeys, packDeviceKeys, unpackDeviceKeys } from './deviceKeys.ts';
import { encodeCbor, sha256 } from './encoding.ts';
import { KeyError } from './keyError.ts';
import { randomBytes } from './random.ts';

const keys = await newDeviceKeys(seededRandom('device'));

test('the id is the hash of the signing key', () => {
  expect(keys.id).toEqual(sha256(keys.signing.publicKey));
});

test('packed and unpacked they are the same', async () => {
  expect(await unpackDeviceKeys(packDeviceKeys(keys))).toEqual(keys);
});

test('two devices have nothing in common', async () => {
  const [one, two] = [await newDeviceKeys(), await newDeviceKeys()];
  expect(one.id).not.toEqual(two.id);
  expect(one.box.publicKey).not.toEqual(two.box.publicKey);
});

test('whatever is not packed keys is malformed', async () => {
  const malformed = new KeyError('malformed');
  const seed = new Uint8Array(32);
  for (const fields of [
    [2, seed, seed],
    [1, seed],
    [1, seed, seed.slice(1)],
    [1, seed, seed, 0],
  ]) {
    await expect(unpackDeviceKeys(encodeCbor(fields))).rejects.toThrow(malformed);
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      await expect(unpackDeviceKeys(bytes)).rejects.toThrow(malformed);
    }),
  );
});

test('a source of randomness gives what it is asked for', () => {
  expect(randomBytes(5)).toHaveLength(5);
  expect(() => randomBytes(5, () => new Uint8Array(4))).toThrow(RangeError);
});
