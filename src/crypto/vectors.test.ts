import { expect, test } from 'vitest';
import { keyVectors } from '../../test/support/keyVectors.ts';
import vectors from '../../test/vectors/keys.json' with { type: 'json' };

test('chain entries, epochs, messages and vaults are encoded as they have always been', async () => {
  expect(await keyVectors()).toEqual(vectors);
});
