import { expect, test, vi } from 'vitest';
import { sealedRun } from '../support/sealedRun.ts';

// Sealing that does not: what it is given, as it is.
vi.mock('../../src/crypto/sealForAccounts.ts', async (original) => ({
  ...(await original<object>()),
  sealForAccounts: async (_place: unknown, _recipients: unknown, plaintext: Uint8Array) => new Uint8Array(plaintext),
  openForAccount: async (_place: unknown, _account: unknown, _keyOf: unknown, sealed: Uint8Array) => sealed,
}));

test('[I11] with the sealing taken out, the same search finds the records', async () => {
  const { found } = await sealedRun(20);
  for (const where of ['queue.db', 'streams/dale', 'the wire'])
    expect([where, found.some((each) => each.includes(where))]).toEqual([where, true]);
});
