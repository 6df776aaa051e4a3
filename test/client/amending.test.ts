import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entry } from '../../src/protocol/api/conversations.ts';
import { limits } from '../../src/protocol/limits.ts';
import type { OpenConversation } from '../support/device.ts';
import { type Person, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const stored = (where: OpenConversation, text: string) =>
  where.until(() => where.texts().includes(text) && where.item(text).seq !== null, `${text} is stored`);
const settled = (where: OpenConversation) =>
  where.until(({ items }) => items.every(({ state }) => state !== 'sending'), 'nothing waits');
const kindsOn = (where: OpenConversation, text: string) =>
  where.item(text).reactions.map(({ emoji, people }) => `${emoji} ${people.map(({ username }) => username).join(' ')}`);

/** How many messages the server still has a payload of; or how many it has emptied. */
async function payloads({ storages }: Person, conversation: string, isEmptied = false): Promise<number> {
  const cookie = [...storages.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const url = `${server.origin}/api/v1/conversations/${conversation}/entries?after=0`;
  const { entries } = (await (await fetch(url, { headers: { cookie } })).json()) as { entries: Entry[] };
  return entries.filter(({ kind, payload }) => kind === 'message' && (payload === null) === isEmptied).length;
}

test('[M18] [M19] [R3] an edit and a reaction are seen by both, in quotes, in the inbox and on a new device, and count as nothing unread', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'at seven');
  await stored(here, 'at seven');
  const { key } = here.item('at seven');
  await there.until(() => there.texts().includes('at seven'), 'it arrives');
  await say(bram, id, 'fine', key);
  await there.until(() => there.item('fine').seq !== null, 'the answer is stored');
  await bram.client.markRead(id);

  expect(await amara.client.edit(id, key, 'at eight')).toEqual({ ok: true });
  await here.until(() => here.texts().includes('at eight'), 'one’s own edit');
  await there.until(() => there.texts().includes('at eight'), 'the edit arrives');
  expect(there.item('at eight').body).toEqual({ type: 'text', text: 'at eight', edited: true });
  expect(there.item('fine').reply).toMatchObject({ excerpt: 'at eight' });
  expect(await bram.client.react(id, key, '👍', true)).toEqual({ ok: true });
  await here.until(() => here.item('at eight').reactions.length === 1, 'a reaction comes');
  expect(await amara.client.react(id, key, '👍', true)).toEqual({ ok: true });
  await here.until(() => kindsOn(here, 'at eight').join() === '👍 bram amara', 'both react');
  await there.until(() => kindsOn(there, 'at eight').join() === '👍 bram amara', 'both react');
  expect(there.item('at eight').reactions[0]?.mine).toBe(true);
  expect(bram.state().unread).toBe(0);
  expect(await bram.client.versions(id, key)).toMatchObject({
    ok: true,
    versions: [{ text: 'at seven' }, { text: 'at eight' }],
  });

  const second = await anotherDevice(server.origin, 'bram');
  const elsewhere = second.conversation(id);
  await elsewhere.until(() => elsewhere.texts().includes('at eight'), 'the newest text on a new device');
  expect(kindsOn(elsewhere, 'at eight')).toEqual(['👍 bram amara']);
  expect(second.state().unread).toBe(0);
  expect(await second.client.versions(id, key)).toMatchObject({
    versions: [{ text: 'at seven' }, { text: 'at eight' }],
  });

  await bram.client.react(id, key, '👍', false);
  await elsewhere.until(() => kindsOn(elsewhere, 'at eight').join() === '👍 amara', 'taken back');
  await amara.client.edit(id, here.item('at eight').key, 'at nine');
  await settled(here);
  await elsewhere.until(() => elsewhere.texts().includes('at nine'), 'edited again');
  const row = second.state().inbox[0];
  expect(row?.preview?.body).toMatchObject({ text: 'fine' });

  expect(await amara.client.deleteMessage(id, key, 'everyone')).toEqual({ ok: true });
  await elsewhere.until(({ items }) => items.some(({ body }) => body.type === 'deleted'), 'deleted for everyone');
  await here.until(({ items }) => items.some(({ body }) => body.type === 'deleted'), 'deleted');
  await settled(here);
  // What is left: the answer, three reactions, and the deletions of the message and of its two edits.
  await expect.poll(() => payloads(amara, id)).toBe(7);
  expect(await bram.client.edit(id, key, 'risen')).toEqual({ ok: false, code: 'not_found' });
  for (const device of [amara, bram, second]) device.close();
});

test('[M18] one edits only what one wrote, with something to be seen, of at most one message’s length', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, there, id] = await talking(cato, dora);
  await say(cato, id, 'mine');
  await stored(here, 'mine');
  const { key } = here.item('mine');
  await there.until(() => there.texts().includes('mine'), 'it arrives');
  expect(await dora.client.edit(id, key, 'yours')).toEqual({ ok: false, code: 'forbidden' });
  expect(await cato.client.edit(id, key, ' \n')).toEqual({ ok: false, code: 'invalid' });
  expect(await cato.client.edit(id, key, 'x'.repeat(limits.messageText + 1))).toEqual({ ok: false, code: 'too_large' });
  expect(await cato.client.react(id, key, 'no', true)).toEqual({ ok: false, code: 'invalid' });
  const long = 'long '.repeat(20_000);
  await say(cato, id, long);
  await stored(here, long);
  expect(await cato.client.edit(id, here.item(long).key, 'short')).toEqual({ ok: true });
  await there.until(() => there.texts().includes('short'), 'a long text is short now');
  const { key: was } = here.item('short');
  for (let version = 1; version <= 21; version++) {
    await cato.client.edit(id, was, `short ${version}`);
    await there.until(() => there.texts().includes(`short ${version}`), 'one after the other');
  }
  await cato.client.deleteMessage(id, was, 'everyone');
  await there.until(({ items }) => items.some(({ body }) => body.type === 'deleted'), 'with all its pieces');
  await settled(here);
  // Its four pieces, and all of its 22 edits, of which no device knows more than the last twenty.
  await expect.poll(() => payloads(cato, id, true)).toBe(26);
  for (const device of [cato, dora]) device.close();
});

test('[M19] offline only where a toggle ends goes out, and of an edit the last words', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [here, there, id] = await talking(eva, finn);
  await say(eva, id, 'one');
  await stored(here, 'one');
  const { key } = here.item('one');
  eva.network.cut();
  await eva.until(({ connection }) => connection === 'offline', 'offline');
  for (const on of [true, false, true, false]) await eva.client.react(id, key, '👍', on);
  for (const on of [true, false, true]) await eva.client.react(id, key, '🎉', on);
  for (const words of ['two', 'three', 'four']) await eva.client.edit(id, key, words);
  await here.until(() => here.texts().includes('four'), 'it shows at once');
  expect(kindsOn(here, 'four')).toEqual(['🎉 eva']);
  const before = await payloads(finn, id);
  eva.network.restore();
  eva.client.hurry();
  await online(eva);
  await there.until(
    () => there.texts().includes('four') && kindsOn(there, 'four').join() === '🎉 eva',
    'the end of it',
  );
  await settled(here);
  expect((await payloads(finn, id)) - before).toBe(2);
  for (const device of [eva, finn]) device.close();
});

test('[P10] in a room, too, an edit and a reaction are seen by all; who has been there later sees them as well', async () => {
  const [gil, hana] = [await newPerson(server.origin, 'gil'), await newPerson(server.origin, 'hana')];
  const lobby = gil.state().rooms[0]?.conversation ?? '';
  const [here, there] = [gil.conversation(lobby), hana.conversation(lobby)];
  await there.until(() => true, 'the room is open');
  await say(gil, lobby, 'for all');
  await stored(here, 'for all');
  const { key } = here.item('for all');
  await there.until(() => there.texts().includes('for all'), 'heard');
  await hana.client.react(lobby, key, '❤️', true);
  await gil.client.edit(lobby, key, 'for everybody');
  await there.until(() => there.texts().includes('for everybody'), 'edited');
  await here.until(() => here.item('for everybody').reactions.length === 1, 'reacted');
  expect(kindsOn(here, 'for everybody')).toEqual(['❤️ hana']);
  const ina = await newPerson(server.origin, 'ina');
  const later = ina.conversation(lobby);
  await later.until(() => later.texts().includes('for everybody'), 'history');
  expect(kindsOn(later, 'for everybody')).toEqual(['❤️ hana']);
  expect(await ina.client.edit(lobby, key, 'forged')).toEqual({ ok: false, code: 'forbidden' });
  for (const device of [gil, hana, ina]) device.close();
});
