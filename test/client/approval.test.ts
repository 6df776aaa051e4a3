import { afterAll, beforeAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { openDevice } from '../support/device.ts';
import { PASSWORD, online } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
  await askServer(server.data, { act: 'set', switch: 'approval', on: true });
});
afterAll(() => server.close());

test('[A24] [003.4] with approval on, a new account waits, is told so, and is let in once an admin approves it', async () => {
  const device = openDevice(server.origin);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  const registered = await device.client.register({ username: 'amara', password: PASSWORD });
  expect(registered).toMatchObject({ ok: true });
  await device.until(({ phase, ended }) => phase === 'out' && ended === 'approval', 'waiting');
  expect(await device.client.login('amara', PASSWORD)).toEqual({ ok: false, code: 'approval_pending' });
  // Whoever does not know the password learns nothing.
  expect(await device.client.login('amara', 'another password')).toEqual({ ok: false, code: 'invalid_credentials' });
  await askServer(server.data, { act: 'approve', name: 'amara' });
  expect(await device.client.login('amara', PASSWORD)).toEqual({ ok: true });
  await online(device);
  device.close();
});
