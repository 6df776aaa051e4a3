import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchView } from '../../src/client/api.ts';
import { parseQuery } from '../../src/client/search/query.ts';
import { createRoom } from '../../src/protocol/api/rooms.ts';
import { MemoryStorages, type TestDevice, openDevice } from '../support/device.ts';
import { newMember } from '../support/member.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

interface Search {
  view: SearchView | undefined;
  stop: () => void;
}

function search({ client }: TestDevice, typed: string, most = 50): Search {
  const search: Search = { view: undefined, stop: () => undefined };
  search.stop = client.watchSearch(parseQuery(typed), most, (view) => {
    search.view = view;
  });
  return search;
}

/** Waits until exactly these texts are found, newest first. */
async function finds(device: TestDevice, typed: string, ...texts: string[]): Promise<void> {
  const searching = search(device, typed);
  const found = () => (searching.view?.done === true ? searching.view.hits.map(({ excerpt }) => excerpt.text) : null);
  await expect.poll(found).toEqual(texts);
  searching.stop();
}

test('[000.3] what was said is found by beginnings of words, by who, where and when; what is deleted, or of another account, is not', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'The ladder is in the orchard');
  await there.until(() => there.texts().length === 1, 'the first');
  await say(bram, id, 'Which ladder?');
  await here.until(() => here.texts().length === 2, 'the answer');
  await say(amara, id, 'The Größte of them, behind the café');
  await here.until(() => here.item('The Größte of them, behind the café').seq !== null, 'stored');
  await finds(amara, 'ladd', 'Which ladder?', 'The ladder is in the orchard');
  await finds(amara, 'GROSS cafe', 'The Größte of them, behind the café');
  await finds(amara, 'from:bram', 'Which ladder?');
  await finds(amara, 'ladder from:me', 'The ladder is in the orchard');
  await finds(amara, 'in:bram orchard', 'The ladder is in the orchard');
  await finds(amara, 'in:lobby orchard');
  await finds(amara, 'ladder after:2020-01-01 before:2020-02-01');
  await finds(amara, 'adder');

  let shown = 0;
  amara.client.watchSearch(parseQuery('la'), 10, () => (shown += 1))();
  await finds(amara, 'orchard', 'The ladder is in the orchard');
  // A search that was ended shows nothing any more.
  expect(shown).toBe(0);

  // What is on the screen follows: nobody has to search again.
  const open = search(amara, 'ladder');
  await expect.poll(() => open.view?.count).toBe(2);
  expect(open.view).toMatchObject({
    since: null,
    hits: [{ conversation: id, mine: false, with: { username: 'bram' } }, {}],
  });
  const { key } = there.item('Which ladder?');
  await bram.client.deleteMessage(id, key, 'everyone');
  await expect.poll(() => open.view?.hits.map(({ excerpt }) => excerpt.text)).toEqual(['The ladder is in the orchard']);
  // An edited one is found by its new words, and no more by its old ones.
  await amara.client.edit(id, here.item('The ladder is in the orchard').key, 'The ladder is in the harbour');
  await expect.poll(() => open.view?.hits.map(({ excerpt }) => excerpt.text)).toEqual(['The ladder is in the harbour']);
  await finds(amara, 'harb', 'The ladder is in the harbour');
  await finds(amara, 'orchard');
  await say(bram, id, 'Another ladder');
  await expect.poll(() => open.view?.count).toBe(2);
  // Of whom one blocks nothing is found, until one wants it again.
  const { account } = there.item('Another ladder').author;
  await amara.client.setBlocked(account, true);
  await expect.poll(() => open.view?.count).toBe(0);
  await amara.client.setBlocked(account, false);
  await expect.poll(() => open.view?.count).toBe(2);
  await amara.client.deleteConversation(id, 'me');
  await expect.poll(() => open.view?.count).toBe(0);

  // Another account on the same device finds what is its own, and nothing is left of the first.
  expect(await amara.client.logout()).toEqual({ ok: true });
  expect(await amara.client.login('bram', PASSWORD)).toEqual({ ok: true });
  await online(amara);
  await finds(amara, 'from:amara harb', 'The ladder is in the harbour');
  await finds(amara, 'from:me ladder', 'Another ladder');
  expect(amara.storages.names().filter((name) => name !== 'device')).toHaveLength(1);
  open.stop();
  for (const device of [amara, bram]) device.close();
});

test('a new device finds what is old, in rooms too; and after a restart, offline', async () => {
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(server.origin, 'ada', { setup, openRegistration: true });
  await admin.api.call(createRoom, { body: { room: 'garden' } });
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const garden = await cato.client.joinRoom('garden');
  if (!garden.ok) throw new Error(garden.code);
  const [here, , id] = await talking(cato, dora);
  for (let number = 0; number < 110; number++) await say(cato, id, `apple ${number}`);
  await dora.client.joinRoom('garden');
  await say(dora, garden.conversation, 'plums by dora');
  await say(cato, garden.conversation, 'pears in the garden');
  await here.until(() => here.item('apple 109').seq !== null, 'stored');

  const storages = new MemoryStorages();
  const anew = await anotherDevice(server.origin, 'cato', PASSWORD, storages);
  const apples = search(anew, 'apple', 200);
  await expect.poll(() => apples.view?.count, { timeout: 20_000 }).toBe(110);
  await finds(anew, 'in:garden pears', 'pears in the garden');
  await finds(anew, 'in:garden plums', 'plums by dora');
  // All that there is is here, and the search says so.
  await expect.poll(() => apples.view?.since, { timeout: 20_000 }).toBeNull();
  anew.close();

  const again = openDevice(server.origin, storages);
  again.network.down = true;
  await again.until(({ phase }) => phase === 'in', 'in');
  await finds(again, 'apple 109 in:dora', 'apple 109');
  // Nor is anything found in rooms of whom one blocks.
  const { account } = here.view()?.with ?? { account: '' };
  await again.client.setBlocked(account, true);
  await finds(again, 'plums');
  await finds(again, 'apple 109');
  await again.client.setKeeping(false);
  expect(await again.client.searchStorage()).toMatchObject({ ok: true, keeping: false });
  for (const device of [cato, dora, again]) device.close();
});
