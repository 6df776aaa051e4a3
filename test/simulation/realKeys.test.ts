import { expect, test, vi } from 'vitest';
import { runAll, seedsOf } from './support/seeds.ts';

// All of the cryptography as it is, X-Wing too; only passwords are not stretched.
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.unmock('@noble/curves/ed25519.js');
vi.unmock('@noble/hashes/sha2.js');
vi.unmock('@hpke/hybridkem-x-wing');

const seeds = seedsOf(1, 1, process.env['WAXWING_SOAK'] ? 100 : 3);

test('[000.1] [001.7] the same histories with the real keys', async () => {
  const { broken, histories } = await runAll(seeds);
  expect(broken).toEqual([]);
  expect(histories).toBe(seeds.length);
}, 1_800_000);
