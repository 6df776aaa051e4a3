import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../../src/client/api.ts';
import type { TestDevice } from '../support/device.ts';
import { anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

async function exported({ client }: TestDevice, conversation: string): Promise<Item[]> {
  expect(await client.completeConversation(conversation)).toEqual({ ok: true });
  const all: Item[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await client.exportConversation(conversation, after);
    if (!page.ok) throw new Error(page.code);
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

test('[000.9] whoever logs in anew takes all of a conversation with them, and nothing that was deleted', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  const texts = Array.from({ length: 120 }, (_, at) => `message ${at}`);
  for (const text of texts) await say(amara, id, text);
  await there.until(() => there.texts().includes('message 119'), 'all of it at Bram');
  const keyOf = (text: string) =>
    here.view()?.items.find(({ body }) => body.type === 'text' && body.text === text)?.key;
  await say(bram, id, 'an answer', keyOf('message 110'));
  await here.until(() => here.texts().includes('an answer'), 'the answer');
  await amara.client.deleteMessage(id, keyOf('message 100') ?? '', 'everyone');
  await there.until(() => !there.texts().includes('message 100'), 'it is gone');

  const anew = await anotherDevice(server.origin, 'amara');
  await anew.until(({ inbox }) => inbox.length === 1, 'the conversation');
  const items = await exported(anew, id);
  const said = items.map(({ body }) => (body.type === 'text' ? body.text : body.type));
  expect(said).toEqual([...texts.map((text) => (text === 'message 100' ? 'deleted' : text)), 'an answer']);
  expect(items.at(-1)?.reply).toMatchObject({ excerpt: 'message 110' });
  expect(items.map(({ mine }) => mine)).toEqual([...texts.map(() => true), false]);
  for (const device of [amara, bram, anew]) device.close();
});

test('nobody takes a conversation along that is not theirs', async () => {
  const cato = await newPerson(server.origin, 'cato');
  expect(await cato.client.completeConversation('a'.repeat(43))).toMatchObject({ ok: false });
  expect(await cato.client.exportConversation('a'.repeat(43), 0)).toMatchObject({ ok: false });
  cato.close();
});
