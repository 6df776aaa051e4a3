import { expect, test, vi } from 'vitest';
import { listEntries } from '../../src/protocol/api/conversations.ts';
import { listAskedSlots, putSlot } from '../../src/protocol/api/slots.ts';
import { limits } from '../../src/protocol/limits.ts';
import { Dice } from './support/dice.ts';
import type { SimulatedDevice } from './support/device.ts';
import { write } from './support/operations.ts';
import { type Person, World } from './support/world.ts';

// A server that never has enough: what a device does for it ends.

vi.mock('../../src/crypto/aead.ts', () => import('./quick/aead.ts'));
vi.mock('../../src/crypto/boxKey.ts', () => import('./quick/boxKey.ts'));
vi.mock('../../src/crypto/password.ts', () => import('./quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('./quick/opaqueServer.ts'));
vi.mock('@noble/curves/ed25519.js', () => import('./quick/ed25519.ts'));

const OFTEN = { interval: 5 };
const first = ({ devices }: Person): SimulatedDevice => {
  const [device] = devices;
  if (!device) throw new Error('a device');
  return device;
};

async function twoWhoTalk() {
  const world = await World.of(new Dice(1), 2);
  const [amara, bram] = world.people;
  const talk = world.talks.find(({ members }) => members.length === 2);
  if (!amara || !bram || !talk) throw new Error('two');
  expect(await write(world, first(amara), talk)).toBe(true);
  return { world, here: first(amara), there: first(bram), talk };
}

test('[E13] a server that asks for the same slots for ever gets each once', async () => {
  const { here, there, talk } = await twoWhoTalk();
  const { api } = here.deps.line;
  const call = api.call.bind(api);
  const asked = { conversation: talk.id, number: 1, account: there.own.account };
  let listed = 0;
  let given = 0;
  vi.spyOn(api, 'call').mockImplementation((async (route: unknown, ...rest: [never]) => {
    if (route === listAskedSlots) {
      listed += 1;
      return { asked: Array.from({ length: limits.askedSlotsPage }, () => asked) };
    }
    if (route === putSlot) {
      given += 1;
      return undefined;
    }
    return call(route as never, ...rest);
  }) as typeof api.call);
  here.keyCare().conversationChanged(talk.id);
  await expect.poll(() => listed, OFTEN).toBe(2);
  // Whatever else the device does comes after it.
  await here.own.refresh();
  expect({ listed, given }).toEqual({ listed: 2, given: 1 });
});

test('[M12] entries that come twice, or with one left out, are each taken once and in order', async () => {
  const { world, here, there, talk } = await twoWhoTalk();
  for (let count = 0; count < 3; count += 1) expect(await write(world, here, talk)).toBe(true);
  const served = await there.deps.line.api.call(listEntries, {
    params: { conversation: talk.id },
    query: { after: 0, limit: limits.entriesPage },
  });
  const [one, two, , four, five] = served.entries;
  if (!one || !two || !four || !five) throw new Error('an epoch and four messages');
  await there.take(talk.id, [one, two, two, four, five]);
  expect((await there.entries(talk.id)).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  expect(there.table.get(talk.id)).toMatchObject({ cursor: 5, unread: 4 });
});
