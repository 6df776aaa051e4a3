import { expect, test, vi } from 'vitest';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { addEpoch } from '../../src/protocol/api/conversations.ts';
import { makeEpoch } from '../../src/crypto/epoch.ts';
import { readChain } from '../../src/crypto/verify/accountChain.ts';
import { Dice } from './support/dice.ts';
import { write } from './support/operations.ts';
import { World } from './support/world.ts';

vi.mock('../../src/crypto/aead.ts', () => import('./quick/aead.ts'));
vi.mock('../../src/crypto/boxKey.ts', () => import('./quick/boxKey.ts'));
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.mock('@noble/curves/ed25519.js', () => import('./quick/ed25519.ts'));

// Each was found by a random history.

test('[E9] a member cannot close a conversation with a chain head that every client refuses: the server does, too', async () => {
  const world = await World.of(new Dice(105), 2);
  const [amara, bram] = world.people;
  const [talk] = world.talks;
  if (!amara || !bram || !talk) throw new Error('two people who talk');
  const device = await world.logIn(bram);
  expect(await write(world, device, talk)).toBe(true);
  const newest = await device.epochs.newest(talk.id);
  if (!newest) throw new Error('no epoch');
  const [created] = world.server.store.account(bram.no).chain;
  const [first] = bram.devices;
  if (!created || !first) throw new Error('no first device');
  const made = await makeEpoch(
    {
      conversation: fromBase64url(talk.id),
      number: newest.number + 1,
      previous: newest.hash,
      // As it was before the second device: behind the record before.
      roster: [{ chain: readChain([created.entry]) }, { chain: world.chainOf(amara) }],
      sharesHistory: false,
      maker: { account: first.own.id, device: first.own.device },
    },
    world.dice.bytes,
  );
  const slots = made.slots.map((slot) => ({ account: toBase64url(slot.account), sealed: toBase64url(slot.sealed) }));
  const body = { record: toBase64url(made.record), slots };
  const brought = first.deps.line.api.call(addEpoch, { params: { conversation: talk.id }, body });
  await expect(brought).rejects.toMatchObject({ code: 'epoch_passed' });
});
