import { expect, test, vi } from 'vitest';
import { runAll, seedsOf } from './support/seeds.ts';

vi.mock('../../src/crypto/aead.ts', () => import('./quick/aead.ts'));
vi.mock('../../src/crypto/boxKey.ts', () => import('./quick/boxKey.ts'));
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.mock('@noble/curves/ed25519.js', () => import('./quick/ed25519.ts'));

const seeds = seedsOf(2, 2);

test('[000.1] [001.7] random histories, second half: members read everything, the removed and outsiders nothing, what is forged is refused', async () => {
  const { broken, histories, messages, attacks } = await runAll(seeds);
  expect(broken).toEqual([]);
  expect(histories).toBe(seeds.length);
  if (seeds.length < 100) return;
  expect(messages).toBeGreaterThan(3 * seeds.length);
  expect(attacks).toBeGreaterThan(3 * seeds.length);
}, 3_600_000);
