import { afterAll, beforeAll, expect, test } from 'vitest';
import { anotherDevice, newPerson, online, PASSWORD, say, talking } from '../support/people.ts';
import { openDevice } from '../support/device.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('[A28] who deletes their account is gone from every device of theirs, and others are told', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [, there, id] = await talking(amara, bram);
  await say(amara, id, 'farewell');
  await there.until(() => there.texts().includes('farewell'), 'heard');
  const phone = await anotherDevice(server.origin, 'amara', PASSWORD);
  await online(phone);

  expect(await amara.client.removeAccount('another password 7')).toMatchObject({ code: 'invalid_credentials' });
  expect(amara.state().phase).toBe('in');
  expect(await amara.client.removeAccount(PASSWORD)).toMatchObject({ ok: true });
  expect(amara.state()).toMatchObject({ phase: 'out', ended: 'deleted' });
  expect(await phone.until(({ phase }) => phase === 'out', 'the phone is out')).toMatchObject({ ended: 'removed' });
  await there.until(({ waiting }) => waiting === 'removed', 'told');
  expect(there.texts()).toContain('farewell');
  for (const device of [amara, phone]) {
    device.close();
    const again = openDevice(server.origin, device.storages);
    expect(await again.until(({ phase }) => phase !== 'starting', 'started')).toMatchObject({ phase: 'out' });
    again.close();
  }
  bram.close();
});

test('[A28] an admin is told to give that up first, before any device is removed', async () => {
  const erik = await newPerson(server.origin, 'erik');
  await server.admin({ act: 'promote', name: 'erik' });
  await erik.until(({ self }) => self?.role === 'admin', 'an admin');
  const phone = await anotherDevice(server.origin, 'erik', PASSWORD);
  await online(phone);
  expect(await erik.client.removeAccount(PASSWORD)).toMatchObject({ code: 'forbidden' });
  expect(erik.state().phase).toBe('in');
  expect(phone.state().phase).toBe('in');
  for (const device of [erik, phone]) device.close();
});
