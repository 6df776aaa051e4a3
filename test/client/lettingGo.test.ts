import type { Client } from '../../src/client/api.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Network, type OpenConversation } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

/** Scrolls up to the beginning. */
async function allOf(open: OpenConversation, client: Client): Promise<string[]> {
  while (open.view()?.older === true) {
    const before = open.view();
    if (!(await client.showOlder(before?.window ?? ''))) break;
    await open.until((view) => view !== before, 'another view');
  }
  return open.texts();
}

test('what a device let go of comes again from the server, each once and whole, when one scrolls up to it', async () => {
  const amara = await newPerson(server.origin, 'amara');
  const network = new Network();
  const bram = await newPerson(server.origin, 'bram', PASSWORD, network);
  const [, there, id] = await talking(amara, bram);
  const long = 'a long text, '.repeat(16_000);
  const texts = Array.from({ length: 110 }, (_, at) => (at === 3 ? long : `message ${at}`));
  for (const text of texts) await say(amara, id, text);
  await there.until(() => there.texts().includes('message 109'), 'all of it at Bram');
  await bram.client.markRead(id);
  const keyOf = (text: string) => there.item(text).key;
  await say(bram, id, 'an answer', keyOf('message 105'));
  await there.until(({ items }) => items.every(({ state }) => state !== 'sending'), 'the answer is sent');
  there.close();

  // What waits to be sent waits on.
  network.cut();
  await bram.until(({ connection }) => connection === 'offline', 'offline');
  await say(bram, id, 'written offline');
  const gone = await bram.client.letGo(id);
  expect(gone.ok ? gone.messages : gone).toBeGreaterThan(5);
  expect(await bram.client.stored()).toMatchObject({ ok: true, old: 0 });
  const open = bram.conversation(id);
  await open.until(() => open.texts().includes('written offline'), 'the newest');
  await allOf(open, bram.client);
  expect(open.texts()).not.toContain('message 0');
  expect(open.texts()).toContain('message 105');
  network.restore();
  bram.client.hurry();
  await online(bram);
  await bram.until(({ caughtUp, loading }) => caughtUp && loading === null, 'nothing is fetched by itself');
  expect(await bram.client.stored()).toMatchObject({ ok: true, old: 0 });

  const all = [...texts, 'an answer', 'written offline'];
  expect(await allOf(open, bram.client)).toEqual(all);
  expect(open.item('an answer').reply).toMatchObject({ excerpt: 'message 105' });
  const anew = await anotherDevice(server.origin, 'bram');
  await anew.until(({ inbox }) => inbox.length === 1, 'the conversation');
  for (const device of [amara, bram, anew]) device.close();
});
