import { afterAll, beforeAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { routes } from '../../src/protocol/routes.ts';
import { openDevice } from '../support/device.ts';
import { newMember } from '../support/member.ts';
import { PASSWORD, online } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
  await askServer(server.data, { act: 'set', switch: 'approval', on: true });
});
afterAll(() => server.close());

async function registered(username: string) {
  const device = openDevice(server.origin);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await device.client.register({ username, password: PASSWORD })).toMatchObject({ ok: true });
  await device.until(({ phase, ended }) => phase === 'out' && ended === 'approval', 'waiting');
  return device;
}

test('[A24] [003.4] with approval on, a new account waits, and is let in by itself once an admin approves it', async () => {
  const device = await registered('amara');
  const asked: string[] = [];
  device.network.onTraffic = (text) => asked.push(text);
  await askServer(server.data, { act: 'approve', name: 'amara' });
  await online(device);
  expect(device.state().ended).toBeNull();
  // With the device that its registration made, and without the password once more.
  const { devices } = (await device.client.devices()) as unknown as { devices: { current: boolean }[] };
  expect(devices).toMatchObject([{ current: true }]);
  expect(asked.join('\n')).not.toContain('login/');
  device.close();
});

test('[A24] whoever waits can log in by hand as well, and is told why not before', async () => {
  const device = await registered('bram');
  expect(await device.client.login('bram', PASSWORD)).toEqual({ ok: false, code: 'approval_pending' });
  // Whoever does not know the password learns nothing.
  expect(await device.client.login('bram', 'another password')).toEqual({ ok: false, code: 'invalid_credentials' });
  await askServer(server.data, { act: 'approve', name: 'bram' });
  expect(await device.client.login('bram', PASSWORD)).toEqual({ ok: true });
  await online(device);
  device.close();
});

test('[A24] until then the session that registration gave opens nothing, and the account is not known', async () => {
  const waiting = await newMember(server.origin, 'cleo');
  const amara = openDevice(server.origin);
  expect(await amara.client.login('amara', PASSWORD)).toEqual({ ok: true });
  for (const route of Object.values(routes).filter(({ access }) => access !== 'nobody')) {
    const answer = await waiting.http.request(route.method, route.path, {});
    expect([route.path, answer.status, answer.body]).toMatchObject([route.path, 403, { code: 'approval_pending' }]);
  }
  expect(await amara.client.startDirect('cleo')).toMatchObject({ ok: false, code: 'not_found' });
  amara.close();
});

test('[A24] an account that no admin wants is told so', async () => {
  const device = await registered('dora');
  await askServer(server.data, { act: 'disable', name: 'dora' });
  const { phase } = await device.until(({ ended }) => ended === 'refused', 'refused');
  expect(phase).toBe('out');
  device.close();
});
