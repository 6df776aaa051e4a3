import { expect, test, vi } from 'vitest';
import { contactRun } from '../support/contactRun.ts';

// Sealing that does not: what it is given, as it is.
vi.mock('../../src/crypto/sealForAccounts.ts', async (original) => ({
  ...(await original<object>()),
  sealForAccounts: async (_place: unknown, _recipients: unknown, plaintext: Uint8Array) => new Uint8Array(plaintext),
  openForAccount: async (_place: unknown, _account: unknown, _keyOf: unknown, sealed: Uint8Array) => sealed,
}));
vi.mock('../../src/crypto/aead.ts', async (original) => ({
  ...(await original<object>()),
  sealUnder: async (_key: unknown, plaintext: Uint8Array) => new Uint8Array(plaintext),
  openUnder: async (_key: unknown, sealed: Uint8Array) => new Uint8Array(sealed),
}));

test('[004.5] with the sealing taken out, the same search finds what was written, who wrote it, the answer and the secret', async () => {
  const found = await contactRun(2);
  for (const mark of ['the ferry', 'the quay', 'Vigdis of', 'Strandquist', 'vigdis.of'])
    for (const where of ['waxwing.db', 'the wire'])
      expect([mark, where, found.some((each) => each.includes(mark) && each.includes(where))]).toEqual([
        mark,
        where,
        true,
      ]);
});
