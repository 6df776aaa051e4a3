import { expect, test, vi } from 'vitest';
import { BEGUN, markedRun } from '../support/markedRun.ts';

// AES-GCM that does not encrypt: the nonce, the plaintext as it is, and room where the tag was.
vi.mock('../../src/crypto/aead.ts', async (original) => {
  const real = await original<object>();
  const open = (bytes: Uint8Array) => new Uint8Array(bytes.slice(0, -16));
  const closed = (bytes: Uint8Array) => new Uint8Array([...bytes, ...new Uint8Array(16)]);
  return {
    ...real,
    encrypt: async (_key: unknown, _nonce: unknown, plaintext: Uint8Array) => closed(plaintext),
    decrypt: async (_key: unknown, _nonce: unknown, ciphertext: Uint8Array) => open(ciphertext),
  };
});

test('[M04] [001.7] with the sealing taken out, the same search finds the messages', async () => {
  const found = await markedRun(20);
  expect(found.some((where) => where.includes('waxwing.db'))).toBe(true);
  expect(found.some((where) => where.includes('the wire'))).toBe(true);
  for (const text of [BEGUN, 'notify', 'block'])
    expect([text, found.some((where) => where.includes(`${text}" in the wire`))]).toEqual([text, true]);
});
