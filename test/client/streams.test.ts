import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, message, say } from '../support/machine.ts';
import { newMember } from '../support/member.ts';
import { anotherDevice, newPerson, online } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  await newMember(server.origin, 'amara', { setup, openRegistration: true });
});
afterAll(() => server.close());

test('[F4] [F7] what a machine sends is unread on all devices of a follower, and read on one it is read on the other', async () => {
  const laptop = await newPerson(server.origin, 'sam');
  const phone = await anotherDevice(server.origin, 'sam');
  const token = await enter(server.origin, 'dale');
  await say(server.origin, message(token, 'before'));
  await server.admin({ act: 'machine', asked: { act: 'follow', name: 'dale', add: ['sam'] } });
  const shows = (unread: number) => (state: ReturnType<typeof phone.state>) =>
    state.streams.some((stream) => stream.machine === 'dale' && stream.unread === unread);
  for (const device of [laptop, phone]) await device.until(shows(0), 'followed');
  await say(server.origin, message(token, 'the disk is full'));
  await say(server.origin, message(token, 'the disk is very full'));
  for (const device of [laptop, phone]) await device.until(shows(2), 'unread');
  expect(await phone.client.records('dale', { after: 1 })).toMatchObject({
    ok: true,
    records: [{ message: 'the disk is full' }, { message: 'the disk is very full' }],
  });
  expect(await phone.client.markStreamRead('dale', 3)).toEqual({ ok: true });
  for (const device of [phone, laptop]) await device.until(shows(0), 'read');

  laptop.network.cut();
  await laptop.until(({ connection }) => connection === 'offline', 'away');
  await say(server.origin, message(token, 'while away'));
  await phone.until(shows(1), 'unread');
  laptop.network.restore();
  laptop.client.hurry();
  await online(laptop);
  await laptop.until(shows(1), 'unread after coming back');
  await laptop.until(
    ({ streams }) => streams.some(({ newest }) => newest?.message === 'while away'),
    'the newest record is shown',
  );

  await server.admin({ act: 'machine', asked: { act: 'follow', name: 'dale', remove: ['sam'] } });
  for (const device of [phone, laptop]) await device.until(({ streams }) => streams.length === 0, 'gone');
  expect(await phone.client.records('dale')).toMatchObject({ ok: false, code: 'not_found' });
  for (const device of [phone, laptop]) device.close();
});
