import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDevice, type OpenConversation } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking, type Person } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
let copy: string;
beforeAll(async () => {
  server = await bootServer();
  copy = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-copy-'));
});
afterAll(async () => {
  await server.close();
  fs.rmSync(copy, { recursive: true });
});

const backUp = (): Promise<void> => server.restart(() => fs.cpSync(server.data, copy, { recursive: true }));

const restore = (): Promise<void> =>
  server.restart(() => {
    fs.rmSync(server.data, { recursive: true });
    fs.cpSync(copy, server.data, { recursive: true });
    const db = new DatabaseSync(path.join(server.data, 'waxwing.db'));
    db.exec('UPDATE instance SET incarnation = hex(randomblob(16))');
    db.close();
  });

const kinds = ({ state }: Pick<Person, 'state'>): string[] => state().alarms.map(({ kind }) => kind);
const has =
  (conversation: OpenConversation, ...texts: string[]) =>
  () =>
    texts.every((text) => conversation.texts().includes(text));

test('[V12] [000.9] after a restore everybody says again what they had said since; nothing is lost and nothing stands twice', async () => {
  const [amara, bram, dora] = [
    await newPerson(server.origin, 'amara'),
    await newPerson(server.origin, 'bram'),
    await newPerson(server.origin, 'dora'),
  ];
  const [here, there, id] = await talking(amara, bram);
  for (const text of ['one', 'two', 'three']) await say(amara, id, text);
  await there.until(has(there, 'one', 'two', 'three'), 'what was said before');
  await bram.client.markRead(id);
  await backUp();

  await Promise.all([amara, bram, dora].map(online));
  await say(amara, id, 'four', here.item('three').key);
  const long = 'long '.repeat(20_000);
  await say(amara, id, long);
  await there.until(has(there, 'four', long), 'what came after');
  await say(bram, id, 'five', there.item('four').key);
  await here.until(has(here, 'five'), 'the answer');
  await amara.client.deleteMessage(id, here.item('two').key, 'everyone');
  await there.until(() => !there.texts().includes('two'), 'it is deleted');
  await bram.client.deleteMessage(id, there.item('one').key, 'me');
  const [, withDora, other] = await talking(amara, dora);
  await say(amara, other, 'hello Dora');
  await withDora.until(has(withDora, 'hello Dora'), 'a conversation that began after the backup');
  bram.close();
  await restore();

  await amara.until(() => kinds(amara).includes('restored'), 'it is said');
  await here.until(() => here.view()?.items.every(({ state }) => state !== 'sending') ?? false, 'all is sent');
  expect(here.texts().toSorted()).toEqual([long, 'five', 'four', 'one', 'three'].toSorted());
  expect(here.item('four').reply).toMatchObject({ excerpt: 'three' });

  await restore();
  await amara.until(() => kinds(amara).filter((kind) => kind === 'restored').length === 2, 'it is said again');
  await here.until(() => here.view()?.items.every(({ state }) => state !== 'sending') ?? false, 'all is sent again');
  expect(here.texts().toSorted()).toEqual([long, 'five', 'four', 'one', 'three'].toSorted());

  const again = openDevice(server.origin, bram.storages);
  await online(again);
  const back = again.conversation(id);
  await back.until(has(back, 'three', 'four', 'five', long), 'all of it at Bram');
  expect(back.texts().toSorted()).toEqual([long, 'five', 'four', 'three'].toSorted());
  await say(again, id, 'six');
  await here.until(has(here, 'five', 'six'), 'it goes on');
  expect(here.texts().filter((text) => text === 'five')).toHaveLength(1);
  expect(here.item('five')).toMatchObject({ reply: { excerpt: 'four' } });
  expect(here.item('five').seq).not.toBeNull();

  const anew = await anotherDevice(server.origin, 'amara');
  const whole = anew.conversation(id);
  await whole.until(has(whole, 'six'), 'a view');
  expect(whole.texts()).toEqual(['one', 'three', 'four', long, 'five', 'six']);
  const begun = anew.conversation(other);
  await begun.until(has(begun, 'hello Dora'), 'the conversation that began after the backup');
  for (const device of [amara, again, dora, anew]) {
    expect(kinds(device).filter((kind) => kind !== 'restored' && kind !== 'new_device')).toEqual([]);
    expect(device.state().inbox.flatMap(({ preview }) => (preview?.body.type === 'invalid' ? [preview] : []))).toEqual(
      [],
    );
    device.close();
  }
});

test('[V13] keys that changed after the backup are handed in by the device that changed them, and who saw them shrink sees them whole again', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [, there, id] = await talking(eva, finn);
  await say(eva, id, 'before');
  await there.until(has(there, 'before'), 'a word');
  await backUp();

  await Promise.all([eva, finn].map(online));
  const second = await anotherDevice(server.origin, 'eva');
  const removed = second.state().device ?? '';
  expect(await eva.client.removeDevice(removed, PASSWORD)).toEqual({ ok: true });
  await say(eva, id, 'under a new key');
  await there.until(has(there, 'under a new key'), 'the new epoch');
  second.close();
  eva.close();
  await restore();

  await online(finn);
  await finn.until(() => kinds(finn).includes('chain_shrunk'), 'the chain is shorter now');
  const again = openDevice(server.origin, eva.storages);
  await online(again);
  await finn.until(() => !kinds(finn).includes('chain_shrunk'), 'the chain is whole again');
  const back = again.conversation(id);
  await back.until(has(back, 'before', 'under a new key'), 'all of it');
  await say(again, id, 'it goes on');
  await there.until(has(there, 'before', 'under a new key', 'it goes on'), 'all of it at Finn');
  expect(there.texts()).toHaveLength(3);
  const devices = await again.client.devices();
  expect(devices).toMatchObject({ ok: true, devices: [{ current: true }] });
  const anew = await anotherDevice(server.origin, 'eva');
  const whole = anew.conversation(id);
  await whole.until(has(whole, 'before', 'under a new key', 'it goes on'), 'all of it on a new device');
  for (const device of [again, finn, anew]) device.close();
});

test('[V12] a server that lies about its incarnation makes nobody forget anything, or say anything twice', async () => {
  const [gerd, hana] = [await newPerson(server.origin, 'gerd'), await newPerson(server.origin, 'hana')];
  const [here, there, id] = await talking(gerd, hana);
  for (const text of ['one', 'two']) await say(gerd, id, text);
  await there.until(has(there, 'one', 'two'), 'heard');
  await say(hana, id, 'three');
  await here.until(has(here, 'one', 'two', 'three'), 'all of it');
  await there.until(has(there, 'one', 'two', 'three'), 'all of it');
  const lying = (about: object) => (requested: string, answer: unknown) =>
    /^\/api\/v1\/conversations(\?|$)/.test(requested) ? { ...(answer as object), ...about } : answer;
  for (const incarnation of ['another', 'and another']) {
    gerd.network.lie = lying({ incarnation, ...(incarnation === 'another' ? {} : { conversations: [] }) });
    gerd.network.cut();
    gerd.network.restore();
    await gerd.until(() => kinds(gerd).filter((kind) => kind === 'restored').length > 0, 'it is said');
    await online(gerd);
  }
  await say(gerd, id, 'four');
  await there.until(has(there, 'four'), 'it goes on');
  expect(there.texts()).toEqual(['one', 'two', 'three', 'four']);
  expect(here.texts()).toEqual(['one', 'two', 'three', 'four']);
  for (const device of [gerd, hana]) device.close();
});

test('[V12] [M18] [M19] edits and reactions that the server has lost stay, are said again, and stand once', async () => {
  const [ivo, jana] = [await newPerson(server.origin, 'ivo'), await newPerson(server.origin, 'jana')];
  const [here, there, id] = await talking(ivo, jana);
  await say(ivo, id, 'before');
  await there.until(has(there, 'before'), 'a word');
  await here.until(() => here.item('before').seq !== null, 'it is stored');
  await backUp();

  await Promise.all([ivo, jana].map(online));
  await say(ivo, id, 'after');
  await here.until(() => here.item('after').seq !== null, 'it is stored');
  await ivo.client.edit(id, here.item('before').key, 'before, edited');
  await ivo.client.edit(id, here.item('after').key, 'after, edited');
  await there.until(has(there, 'before, edited', 'after, edited'), 'the edits');
  await jana.client.react(id, there.item('before, edited').key, '👍', true);
  await here.until(() => here.item('before, edited').reactions.length === 1, 'the reaction');
  await restore();

  for (const device of [ivo, jana]) await device.until(() => kinds(device).includes('restored'), 'it is said');
  const anew = await anotherDevice(server.origin, 'jana');
  const whole = anew.conversation(id);
  await whole.until(has(whole, 'before, edited', 'after, edited'), 'both as they were edited');
  await whole.until(() => whole.item('before, edited').reactions.length === 1, 'the reaction again');
  for (const where of [here, there, whole])
    expect(where.texts().toSorted()).toEqual(['after, edited', 'before, edited']);
  expect(await anew.client.versions(id, whole.item('after, edited').key)).toMatchObject({
    versions: [{ text: 'after' }, { text: 'after, edited' }],
  });
  for (const device of [ivo, jana, anew]) device.close();
});
