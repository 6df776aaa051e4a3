import { beforeAll, describe, expect, test } from 'vitest';
import { extended, seededRandom, testAccount, type TestAccount } from '../../../test/support/keys.ts';
import { type BoxKey, newBoxKey } from '../../crypto/boxKey.ts';
import { deviceBoxKeyEntry } from '../../crypto/chainEntries.ts';
import { asInChain, freshKeys, holdsBoxKey, packBoxes, unpackBoxes } from './boxKeys.ts';

let anna: TestAccount;
let renewed: TestAccount;
let next: BoxKey;
beforeAll(async () => {
  anna = await testAccount('anna');
  next = await newBoxKey(seededRandom('next'));
  renewed = extended(anna, deviceBoxKeyEntry(anna.chain, anna.device, next.publicKey));
});

describe('the prepared box key', () => {
  test('is the device’s once the chain says so, and the one before is kept', () => {
    const held = { ...freshKeys(anna.device), nextBox: next };
    expect(asInChain(held, anna.chain)).toEqual(held);
    const after = asInChain(held, renewed.chain);
    expect(after).toEqual({ device: { ...anna.device, box: next }, nextBox: null, oldBoxes: [anna.device.box] });
    expect(asInChain(after, renewed.chain)).toEqual(after);
  });

  test('is missed by a profile that is older than it', () => {
    const held = freshKeys(anna.device);
    expect(holdsBoxKey(held, anna.chain)).toBe(true);
    expect(holdsBoxKey(asInChain(held, renewed.chain), renewed.chain)).toBe(false);
    expect(holdsBoxKey(asInChain({ ...held, nextBox: next }, renewed.chain), renewed.chain)).toBe(true);
  });

  test('comes back from the device’s storage, and what was stored before there were any is read', async () => {
    const held = { ...freshKeys(anna.device), nextBox: next, oldBoxes: [anna.vaultBox] };
    expect(await unpackBoxes(packBoxes(held))).toEqual({ nextBox: next, oldBoxes: [anna.vaultBox] });
    expect(await unpackBoxes({})).toEqual({ nextBox: null, oldBoxes: [] });
  });
});
