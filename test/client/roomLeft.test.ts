import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom } from '../../src/protocol/api/rooms.ts';
import { newMember } from '../support/member.ts';
import { anotherDevice, newPerson, online } from '../support/people.ts';
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
