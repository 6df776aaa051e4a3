import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDevice } from '../support/device.ts';
import { newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await bootServer();
});
afterEach(() => server.close());

/** What whoever runs the server can do: change the store behind its back. */
function tamper(change: (database: DatabaseSync) => void): Promise<void> {
  return server.restart(() => {
    const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
    const guards = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all();
    for (const { name } of guards) database.exec(`DROP TRIGGER ${String(name)}`);
    database.exec('PRAGMA foreign_keys = OFF');
    change(database);
    database.close();
  });
}

test('[M05] [M07] [E8] [E10] [001.9] somebody who is put into a conversation by the server is not let in, and it is said', async () => {
  const [amara, bram, mallory] = [
    await newPerson(server.origin, 'amara'),
    await newPerson(server.origin, 'bram'),
    await newPerson(server.origin, 'mallory'),
  ];
  const [here, , id] = await talking(amara, bram);
  await say(amara, id, 'between us');
  await here.until(() => here.item('between us').seq !== null, 'stored');
  await tamper((database) => {
    database.exec(`INSERT INTO members (log, account, role, joined_at, opened)
      SELECT log, (SELECT no FROM accounts WHERE username = 'mallory'), role, joined_at, 0
      FROM members JOIN conversations USING (log) WHERE kind = 'direct' LIMIT 1`);
  });
  amara.client.hurry();
  await online(amara);
  await amara.until(({ alarms }) => alarms.some(({ kind }) => kind === 'another_member'), 'an alarm');
  await say(amara, id, 'still between us');
  await here.until(() => here.item('still between us').state !== 'failed', 'not failed');
  const thief = mallory.conversation(id);
  await online(mallory);
  expect(JSON.stringify(thief.view() ?? {})).not.toContain('between us');
  for (const person of [amara, bram, mallory]) person.close();
});

test('[M05] [C19] [001.10] an account that the server shows under the name of another is an alarm, and nothing is sent to it', async () => {
  const [amara, bram, mallory] = [
    await newPerson(server.origin, 'amara'),
    await newPerson(server.origin, 'bram'),
    await newPerson(server.origin, 'mallory'),
  ];
  await tamper((database) => {
    database.exec(`UPDATE accounts SET username = 'someone' WHERE username = 'bram'`);
    database.exec(`UPDATE accounts SET username = 'bram' WHERE username = 'mallory'`);
  });
  for (const person of [amara, mallory]) {
    person.client.hurry();
    await online(person);
  }
  expect(await amara.client.startDirect('bram')).toEqual({ ok: false, code: 'keys_do_not_match' });
  await amara.until(({ alarms }) => alarms.some(({ kind }) => kind === 'another_name'), 'an alarm');
  const started = await mallory.client.startDirect('amara');
  if (!started.ok) throw new Error(started.code);
  const there = mallory.conversation(started.conversation);
  await say(mallory, started.conversation, 'I am Bram');
  await there.until(() => there.item('I am Bram').seq !== null, 'stored');
  const carla = await newPerson(server.origin, 'carla');
  const [, shown, id] = await talking(carla, amara);
  await say(carla, id, 'I am Carla');
  await shown.until(() => shown.texts().includes('I am Carla'), 'an honest message after it');
  expect(amara.state().inbox.map((row) => row.with.displayName)).not.toContain('bram');
  carla.close();
  for (const person of [amara, bram, mallory]) person.close();
});

test('[M05] [C16] a chain that shrinks or forks is an alarm, and nothing more is sealed to it', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, , id] = await talking(amara, bram);
  await say(amara, id, 'one');
  await here.until(() => here.item('one').seq !== null, 'stored');
  const second = openDevice(server.origin);
  await second.until(({ phase }) => phase === 'out', 'out');
  expect(await second.client.login('bram', 'quite some wings tonight')).toEqual({ ok: true });
  // Amara learns of the second device; then the server takes it back.
  await say(amara, id, 'two');
  await here.until(() => here.item('two').seq !== null, 'stored');
  amara.client.close();
  const again = openDevice(server.origin, amara.storages);
  await online(again);
  const view = again.conversation(id);
  await tamper((database) => {
    database.exec('DELETE FROM chain_entries WHERE number = 2');
    database.exec(`UPDATE accounts SET chain_number = 1 WHERE username = 'bram'`);
  });
  again.client.hurry();
  await again.until(({ alarms }) => alarms.some(({ kind }) => kind === 'chain_shrunk'), 'an alarm');
  await view.until(({ waiting }) => waiting === 'alarm', 'sending waits');
  for (const device of [bram, second, again]) device.close();
});
