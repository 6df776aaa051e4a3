import { expect, test } from 'vitest';
import { deviceBoxKeyEntry, selfRemovedEntry } from '../../crypto/chainEntries.ts';
import { newDeviceKeys } from '../../crypto/deviceKeys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { handClock } from '../../../test/support/handClock.ts';
import { testAccount } from '../../../test/support/keys.ts';
import { createOwnChain } from './ownChain.ts';
import type { ChainAppend, KeyStore } from './ports.ts';
import { createRates } from './rates.ts';
import type { Session } from './sessions.ts';

async function ownChainAt(number: number) {
  const owner = await testAccount('amara');
  const chain = { ...owner.chain, number };
  const stored: ChainAppend[] = [];
  const keys = { appendToChain: async (append) => (stored.push(append), 'stored') } as Partial<KeyStore> as KeyStore;
  const clock = handClock();
  const ownChain = createOwnChain({
    keys,
    chains: { of: async () => chain },
    rates: createRates(clock),
    bus: { publish: () => undefined, subscribe: () => () => undefined, close: async () => undefined },
    clock,
  });
  const account = { no: 1, username: 'amara' };
  const device = { no: 1, device: toBase64url(owner.device.id), state: 'live' };
  const session = { account, device, tokenHash: new Uint8Array(32) } as unknown as Session;
  const append = (entry: Uint8Array) => ownChain.append(session, { entry: toBase64url(entry) }, 'local');
  return { owner, chain, clock, stored, append };
}

const anotherBoxKey = async ({ random }: Awaited<ReturnType<typeof testAccount>>) =>
  (await newDeviceKeys(random)).box.publicKey;

test('[C22] a full chain takes nothing but the removal of a device', async () => {
  const last = await ownChainAt(limits.chainEntries - 1);
  await last.append(deviceBoxKeyEntry(last.chain, last.owner.device, await anotherBoxKey(last.owner)));
  expect(last.stored).toHaveLength(1);

  const full = await ownChainAt(limits.chainEntries);
  const entry = deviceBoxKeyEntry(full.chain, full.owner.device, await anotherBoxKey(full.owner));
  await expect(full.append(entry)).rejects.toMatchObject({ code: 'chain_full' });
  expect(full.stored).toHaveLength(0);
  await full.append(selfRemovedEntry(full.chain, full.owner.device));
  expect(full.stored).toHaveLength(1);
});

test('[C22] an account may extend its chain a hundred times, and then a hundred times a day', async () => {
  const { owner, chain, clock, append } = await ownChainAt(1);
  const entry = deviceBoxKeyEntry(chain, owner.device, await anotherBoxKey(owner));
  for (let count = 0; count < 100; count++) await append(entry);
  await expect(append(entry)).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 864 });
  clock.advance(864_000);
  await append(entry);
  await expect(append(entry)).rejects.toMatchObject({ code: 'too_many_requests' });
});
