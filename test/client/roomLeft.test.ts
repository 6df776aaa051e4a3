import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom } from '../../src/protocol/api/rooms.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { newMember } from '../support/member.ts';
import { anotherDevice, newPerson, online, say } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('[P4] a room that was left on another device is gone from this one, also if it was away', async () => {
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  await admin.api.call(createRoom, { body: { room: 'garden' } });
  const here = await newPerson(server.origin, 'sam');
  const there = await anotherDevice(server.origin, 'sam');
  const isIn = (room: string) => here.state().rooms.some((one) => one.room === room);

  expect(await there.client.joinRoom('garden')).toMatchObject({ ok: true });
  await here.until(() => isIn('garden'), 'joined');
  here.network.cut();
  await here.until(({ connection }) => connection === 'offline', 'away');
  expect(await there.client.leaveRoom('garden')).toMatchObject({ ok: true });
  here.network.restore();
  here.client.hurry();
  await online(here);
  await here.until(() => !isIn('garden'), 'left');
  expect(isIn('lobby')).toBe(true);
  for (const device of [here, there]) device.close();
});

test('[W11] a room that was joined or left on another device after this one had read the list is heard of at the greeting', async () => {
  const here = await newPerson(server.origin, 'uma');
  const there = await anotherDevice(server.origin, 'uma');
  const isIn = () => here.state().rooms.some(({ room }) => room === 'garden');
  const backWith = async (act: () => Promise<unknown>): Promise<void> => {
    here.network.cut();
    await here.until(({ connection }) => connection === 'offline', 'away');
    here.network.before = async (path) => {
      if (path !== openSocket.path) return;
      here.network.before = null;
      expect(await act()).toMatchObject({ ok: true });
    };
    here.network.restore();
    here.client.hurry();
    await online(here);
  };
  await backWith(() => there.client.joinRoom('garden'));
  await here.until(isIn, 'joined');
  await backWith(() => there.client.leaveRoom('garden'));
  await here.until(() => !isIn(), 'left');
  for (const device of [here, there]) device.close();
});

test('[P4] what waited to be said in a room goes with it, and nothing of the room stays', async () => {
  const here = await newPerson(server.origin, 'tess');
  const there = await anotherDevice(server.origin, 'tess');
  const joined = await here.client.joinRoom('garden');
  const garden = joined.ok ? joined.conversation : '';
  const said = here.conversation(garden);
  await say(here, garden, 'heard');
  await said.until(() => said.item('heard').seq !== null, 'stored');
  here.network.cut();
  await here.until(({ connection }) => connection === 'offline', 'away');
  await say(here, garden, 'never heard');
  expect(await there.client.leaveRoom('garden')).toMatchObject({ ok: true });
  here.network.restore();
  here.client.hurry();
  await here.until(({ rooms }) => !rooms.some(({ room }) => room === 'garden'), 'left');
  await online(here);
  const storage = await here.storages.open(here.storages.names().find((name) => name !== 'device') ?? '');
  expect((await storage.range('', '\uFFFF')).map(([key]) => key).filter((key) => key.includes(garden))).toEqual([]);
  expect(await there.client.joinRoom('garden')).toMatchObject({ ok: true });
  await here.until(({ rooms }) => rooms.some(({ room }) => room === 'garden'), 'joined again');
  const again = here.conversation(garden);
  await say(here, garden, 'from now on');
  await again.until(() => again.item('from now on').seq !== null, 'stored');
  expect(again.texts()).not.toContain('never heard');
  for (const device of [here, there]) device.close();
});
