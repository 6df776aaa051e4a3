import { afterAll, beforeAll, expect, test } from 'vitest';

import { newPerson, online, say, talking } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const encryption = (on: boolean) => server.admin({ act: 'set', switch: 'encryption', on });

test('with encryption off a new conversation is in clear, says so, and nothing goes out before one agrees', async () => {
  await encryption(false);
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const begun = await amara.client.startDirect('bram');
  if (!begun.ok) throw new Error(begun.code);
  const id = begun.conversation;
  const here = amara.conversation(id);
  await here.until(({ waiting, sealed }) => waiting === 'unsealed' && !sealed, 'the warning');
  await say(amara, id, 'anyone may hear this');
  // What is written later elsewhere has come and gone by then.
  const lobby = amara.state().rooms[0]?.conversation ?? '';
  const meanwhile = amara.conversation(lobby);
  await say(amara, lobby, 'meanwhile');
  await meanwhile.until(
    () => meanwhile.texts().includes('meanwhile') && meanwhile.item('meanwhile').seq !== null,
    'said',
  );
  expect(here.item('anyone may hear this').state).toBe('sending');

  expect(await amara.client.agreeToClear(id)).toMatchObject({ ok: true });
  await here.until(() => here.item('anyone may hear this').state !== 'sending', 'sent');
  const there = bram.conversation(id);
  await there.until(() => there.texts().includes('anyone may hear this'), 'heard');
  expect(bram.state().inbox[0]?.with).toMatchObject({ username: 'amara', displayName: 'amara' });
  await there.until(({ waiting }) => waiting === 'unsealed', 'the other has not agreed');
  expect(bram.state().alarms).toEqual([]);
  await bram.client.agreeToClear(id);
  await say(bram, id, 'so be it');
  await here.until(() => here.texts().includes('so be it'), 'answered');

  const { key } = here.item('anyone may hear this');
  await amara.client.deleteMessage(id, key, 'everyone');
  await there.until(({ items }) => items.some(({ body }) => body.type === 'deleted'), 'deleted for everyone');
  await bram.client.deleteConversation(id, 'everyone');
  await here.until(() => !here.texts().includes('so be it'), 'all of it gone');
  await encryption(true);
});

test('[M53] [001.7] where there is a sealed conversation nothing is ever said in clear, whatever the server switches', async () => {
  await encryption(true);
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [, , sealed] = await talking(cato, dora);
  await encryption(false);
  expect(await cato.client.startDirect('dora')).toMatchObject({ ok: true, conversation: sealed });
  await say(cato, sealed, 'for dora alone');
  const there = dora.conversation(sealed);
  await there.until(() => there.texts().includes('for dora alone'), 'received');
  await encryption(true);
});

test('once encryption is on again a conversation in clear takes nothing more, and the next one is sealed', async () => {
  await encryption(false);
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  await online(finn);
  const begun = await eva.client.startDirect('finn');
  if (!begun.ok) throw new Error(begun.code);
  await eva.client.agreeToClear(begun.conversation);
  await encryption(true);
  await say(eva, begun.conversation, 'too late');
  const here = eva.conversation(begun.conversation);
  await here.until(() => here.item('too late').failure === 'encryption_required', 'refused');
  const next = await eva.client.startDirect('finn');
  expect(next).toMatchObject({ ok: true, conversation: expect.any(String) });
  expect(next).not.toMatchObject({ conversation: begun.conversation });
});

test('[M53] [001.7] whoever has an encrypted conversation with somebody cannot agree to one in clear', async () => {
  await encryption(false);
  const [gil, hana] = [await newPerson(server.origin, 'gil'), await newPerson(server.origin, 'hana')];
  const clear = await gil.client.startDirect('hana');
  await encryption(true);
  const [, , sealed] = await talking(gil, hana);
  const { conversation = '' } = clear as { conversation?: string };
  expect(conversation).not.toBe(sealed);
  expect(await gil.client.agreeToClear(conversation)).toEqual({ ok: false, code: 'sealed_exists' });
});
