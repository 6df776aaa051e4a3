import { afterEach, beforeEach, expect, test } from 'vitest';
import { bootServer, type TestServer } from '../support/server.ts';
import { PASSWORD, anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { openDevice, type TestDevice } from '../support/device.ts';

let server: TestServer;
beforeEach(async () => {
  server = await bootServer();
});
afterEach(() => server.close());

/** Two who talk, and a second device of the first that has all of it. */
async function twoDevices() {
  const [amara, bram] = [await newPerson(server.origin, 'amara', PASSWORD), await newPerson(server.origin, 'bram')];
  const [, , id] = await talking(amara, bram);
  await say(amara, id, 'kept here');
  const second = await anotherDevice(server.origin, 'amara', PASSWORD);
  await second.until(({ loading, inbox }) => loading === null && inbox.length === 1, 'the past');
  return { amara, bram, second };
}

const kept = (device: TestDevice): string[] => device.storages.names().filter((name) => name !== 'device');
const remove = async ({ client }: TestDevice, device: string | null): Promise<void> => {
  expect(await client.removeDevice(device ?? '', PASSWORD)).toMatchObject({ ok: true });
};

test('[W12] a device that its owner removed is shown how, and forgets what it holds', async () => {
  const { amara, bram, second } = await twoDevices();
  await remove(amara, second.state().device);
  expect(await second.until(({ phase }) => phase === 'out', 'out')).toMatchObject({ ended: 'removed' });
  await expect.poll(() => kept(second)).toEqual([]);
  for (const device of [amara, bram, second]) device.close();
});

test.each([
  ['nothing to show for it', []],
  ['entries that are none', ['AAAA']],
])('[W12] a device that a lying server sends away with %s keeps what it holds, and says so', async (_what, entries) => {
  const { amara, bram, second } = await twoDevices();
  second.network.say({ ev: 'removed', entries });
  second.network.say({ ev: 'bye', code: 'device_required' });
  expect(await second.until(({ phase }) => phase === 'out', 'out')).toMatchObject({ ended: 'dismissed' });
  expect(kept(second)).toHaveLength(1);
  expect(await second.client.login('amara', PASSWORD)).toMatchObject({ ok: true });
  await second.until(({ inbox, connection }) => connection === 'online' && inbox.length === 1, 'in again');
  for (const device of [amara, bram, second]) device.close();
});

test('[W12] a reset is no removal: a server alone can make one', async () => {
  const { amara, bram, second } = await twoDevices();
  const { link } = (await server.admin({ act: 'reset', name: 'amara' })) as { link: string };
  const mallory = openDevice(server.origin);
  await mallory.until(({ phase }) => phase === 'out', 'nobody is logged in');
  const token = link.split('#')[1] ?? '';
  expect(await mallory.client.reset(token, 'a password of the server')).toMatchObject({ ok: true });
  for (const device of [amara, second]) {
    expect(await device.until(({ phase }) => phase === 'out', 'out')).toMatchObject({ ended: 'dismissed' });
    expect(kept(device)).toHaveLength(1);
  }
  for (const device of [amara, bram, second, mallory]) device.close();
});
