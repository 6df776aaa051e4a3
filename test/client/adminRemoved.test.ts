import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootServer, type TestServer } from '../support/server.ts';
import { anotherDevice, newPerson, online, PASSWORD, say, talking } from '../support/people.ts';
import { openDevice } from '../support/device.ts';

// Somebody's account is removed with what they wrote; those who talked with them.

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const filesHold = (words: string): boolean =>
  fs.readdirSync(server.data).some((name) => {
    const file = path.join(server.data, name);
    return fs.statSync(file).isFile() && fs.readFileSync(file).includes(words);
  });

test('[Z6] [Z7] who is removed is out within a second, and only the others keep what they have', async () => {
  const [erik, sam] = [await newPerson(server.origin, 'erik'), await newPerson(server.origin, 'sam')];
  const [eriks, sams, id] = await talking(erik, sam);
  await say(erik, id, 'hello, Sam');
  await sams.until(({ items }) => items.length === 1, 'the first line');
  await say(sam, id, 'hello, Erik');
  await eriks.until(({ items }) => items.length === 2, 'both lines');
  const lobby = sam.state().rooms.find(({ room }) => room === 'lobby')?.conversation ?? '';
  await say(sam, lobby, 'words in the lobby that go');
  await say(erik, lobby, 'words in the lobby that stay');
  await expect.poll(() => filesHold('words in the lobby that go')).toBe(true);

  const began = Date.now();
  await server.admin({ act: 'remove', name: 'sam' });
  await sam.until(({ phase }) => phase === 'out', 'out');
  expect(Date.now() - began).toBeLessThan(1000);

  const view = await eriks.until(({ waiting }) => waiting === 'removed', 'told');
  expect(view.with.username).toBe('sam');
  expect(eriks.texts()).toEqual(['hello, Sam', 'hello, Erik']);
  expect(erik.state().alarms).toEqual([]);
  await expect.poll(() => filesHold('words in the lobby that go')).toBe(false);
  expect(filesHold('words in the lobby that stay')).toBe(true);

  // A device that comes later has what Erik wrote, and no reason for an alarm.
  const later = await anotherDevice(server.origin, 'erik', PASSWORD);
  await later.until(({ loading, inbox }) => loading === null && inbox.length === 1, 'the past');
  const again = later.conversation(id);
  await again.until(({ items }) => items.length === 2, 'both places');
  expect(again.view()?.items.map(({ body }) => body)).toMatchObject([
    { type: 'text', text: 'hello, Sam' },
    { type: 'withheld' },
  ]);
  expect(later.state().alarms).toEqual([]);

  expect(await erik.client.startDirect('sam')).toMatchObject({ ok: false, code: 'not_found' });
  expect(await server.admin({ act: 'verify' })).toMatchObject({ problems: [] });
  for (const device of [erik, sam, later]) device.close();
});

test('[A1] [Z6] the name is never given again, and nothing logs in with it', async () => {
  const mallory = openDevice(server.origin);
  await mallory.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await mallory.client.register({ username: 'sam', password: PASSWORD })).toMatchObject({
    ok: false,
    code: 'username_taken',
  });
  expect(await mallory.client.login('sam', PASSWORD)).toMatchObject({ ok: false, code: 'invalid_credentials' });
  for (const act of ['enable', 'approve', 'reset', 'remove'])
    await expect(server.admin({ act, name: 'sam' })).rejects.toThrow('there is no user sam');
  mallory.close();
});

test('[Z8] a room is removed with what was said there; the lobby stays', async () => {
  const robin = await newPerson(server.origin, 'robin');
  await online(robin);
  await server.admin({ act: 'room', name: 'garden' });
  const joined = await robin.client.joinRoom('garden');
  if (!joined.ok) throw new Error(joined.code);
  await say(robin, joined.conversation, 'words in the garden');
  await expect.poll(() => filesHold('words in the garden')).toBe(true);
  await server.admin({ act: 'remove room', name: 'garden' });
  await robin.until(({ rooms }) => rooms.every(({ room }) => room !== 'garden'), 'out of the garden');
  await expect.poll(() => filesHold('words in the garden')).toBe(false);
  await expect(server.admin({ act: 'remove room', name: 'lobby' })).rejects.toThrow('the lobby stays');
  expect(await server.admin({ act: 'rooms' })).toMatchObject([{ room: 'lobby' }]);
  await server.admin({ act: 'room', name: 'garden' });
  robin.close();
});
