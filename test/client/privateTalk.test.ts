import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/protocol/limits.ts';
import { newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('[R4] [000.2] a message is shown live on the other side, and its way is told to the sender', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'Did the notary get back to you?');
  await there.until(() => there.texts().includes('Did the notary get back to you?'), 'the message at Bram');
  await here.until(() => here.item('Did the notary get back to you?').state === 'delivered', 'delivered');
  expect(there.item('Did the notary get back to you?')).toMatchObject({
    mine: false,
    state: 'received',
    author: { username: 'amara' },
  });
  expect(there.view()).toMatchObject({ sealed: true, waiting: null, with: { username: 'amara' } });

  await bram.until(({ unread }) => unread === 1, 'one unread');
  expect(bram.state().inbox[0]).toMatchObject({ unread: 1, preview: { mine: false, body: { type: 'text' } } });
  await bram.client.markRead(id);
  await bram.until(({ unread }) => unread === 0, 'nothing unread');
  await here.until(() => here.item('Did the notary get back to you?').state === 'read', 'read');
  expect(here.view()?.safetyNumber).toMatch(/^\d{60}$/);
  expect(there.view()?.safetyNumber).toBe(here.view()?.safetyNumber);
  amara.close();
  bram.close();
});

test('[M8] [000.3] a reply shows what it answers and leads to it, also far above', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, there, id] = await talking(cato, dora);
  await say(cato, id, 'the origin');
  for (let count = 1; count <= 120; count++) await say(cato, id, `line ${count}`);
  await there.until(() => there.texts().includes('line 120'), 'all lines');
  // What was seen is read, and no more.
  await dora.until(({ unread }) => unread === 121, 'all unread');
  expect(await dora.client.markRead(id, there.item('line 100').seq ?? 0)).toEqual({ ok: true });
  expect(dora.state().unread).toBe(20);
  await here.until(() => here.item('line 100').state === 'read', 'read');
  expect(here.item('line 101').state).toBe('delivered');
  expect(dora.state().unread).toBe(20);
  const origin = (await there.until(({ items }) => items.length > 0, 'items')).items;
  expect(origin.length).toBeGreaterThan(0);
  await here.until(({ items }) => items.every(({ seq }) => seq !== null), 'all stored');
  await here.until(() => here.texts().includes('the origin') || here.view()?.older === true, 'a window');
  await cato.client.showOlder(here.view()?.window ?? '');
  await here.until(() => here.texts().includes('the origin'), 'the origin in the window');
  await say(cato, id, 'the reply', here.item('the origin').key);
  await there.until(() => there.texts().includes('the reply'), 'the reply');
  expect(there.item('the reply').reply).toMatchObject({ author: { username: 'cato' }, excerpt: 'the origin' });
  await dora.client.markRead(id);
  there.close();
  const anew = dora.conversation(id);
  await anew.until(() => anew.texts().includes('the reply'), 'a new window');
  expect(anew.texts()).not.toContain('the origin');
  const reply = anew.item('the reply').reply;
  expect(reply).toMatchObject({ author: { username: 'cato' }, excerpt: 'the origin' });
  expect(await dora.client.showItem(anew.view()?.window ?? '', reply?.key ?? '')).toBe(true);
  await anew.until(() => anew.texts().includes('the origin'), 'the origin, shown');
  cato.close();
  dora.close();
});

test('[M46] [L10] [L12] [000.5] a message deleted for everyone is gone on both sides, one deleted for me only here', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [here, there, id] = await talking(eva, finn);
  for (const text of ['one', 'two', 'three']) await say(eva, id, text);
  await there.until(() => there.texts().length === 3, 'three messages');
  await here.until(() => here.item('three').seq !== null, 'stored');

  expect(await eva.client.deleteMessage(id, here.item('two').key, 'everyone')).toEqual({ ok: true });
  await there.until(() => !there.texts().includes('two'), 'two is gone at Finn');
  await here.until(() => !here.texts().includes('two'), 'two is gone at Eva');
  expect(there.view()?.items.map(({ body }) => body.type)).toEqual(['text', 'deleted', 'text']);

  expect(await finn.client.deleteMessage(id, there.item('one').key, 'me')).toEqual({ ok: true });
  await there.until(() => !there.texts().includes('one'), 'one is gone at Finn');
  expect(here.texts()).toEqual(['one', 'three']);
  expect(await finn.client.deleteMessage(id, there.item('three').key, 'everyone')).toEqual({
    ok: false,
    code: 'forbidden',
  });
  eva.close();
  finn.close();
});

test('[000.5] a message can be deleted as soon as it is said to be sent, before the log has brought it back', async () => {
  const [lou, mia] = [await newPerson(server.origin, 'lou'), await newPerson(server.origin, 'mia')];
  const [here, there, id] = await talking(lou, mia);
  for (const text of ['gone at once', `long and gone ${'x'.repeat(limits.messageText)}`]) {
    await lou.client.send(id, text);
    await here.until(() => here.texts().includes(text) && here.item(text).seq !== null, 'sent');
    expect(await lou.client.deleteMessage(id, here.item(text).key, 'everyone')).toEqual({ ok: true });
    await here.until(() => !here.texts().includes(text), 'gone here');
    await there.until((view) => view.items.at(-1)?.body.type === 'deleted', 'gone there');
  }
  lou.close();
  mia.close();
});

test('[M46] [L11] [L13] [000.5] a conversation is deleted for me, or for everyone', async () => {
  const [gil, hana] = [await newPerson(server.origin, 'gil'), await newPerson(server.origin, 'hana')];
  const [here, there, id] = await talking(gil, hana);
  await say(gil, id, 'first');
  await there.until(() => there.texts().includes('first'), 'first');
  expect(await hana.client.deleteConversation(id, 'me')).toEqual({ ok: true });
  await hana.until(({ inbox }) => inbox.length === 0, 'an empty inbox');
  expect(here.texts()).toEqual(['first']);

  await say(gil, id, 'second');
  await there.until(() => there.texts().includes('second'), 'second');
  expect(there.texts()).toEqual(['second']);
  expect(there.view()?.stranger).toBe(true);
  await say(hana, id, 'third');
  await here.until(() => here.texts().includes('third'), 'third');
  expect(await gil.client.deleteConversation(id, 'everyone')).toEqual({ ok: true });
  await gil.until(({ inbox }) => inbox.length === 0, 'an empty inbox');
  await there.until(({ items }) => items.length === 1 && items[0]?.body.type === 'event', 'nothing left at Hana');
  expect(there.view()?.items.map(({ body }) => body)).toEqual([
    { type: 'event', event: 'conversation_deleted', name: 'gil' },
  ]);
  // Hana had answered, also if nothing of it is left.
  expect(there.view()?.stranger).toBe(false);
  await hana.until(({ unread }) => unread === 0, 'nothing unread');
  gil.close();
  hana.close();
});

test('[M9] [003.5] a long text goes in pieces and is shown once, whole', async () => {
  const [ida, jon] = [await newPerson(server.origin, 'ida'), await newPerson(server.origin, 'jon')];
  const [here, there, id] = await talking(ida, jon);
  const text = 'Ünïcödé and 🕊 '.repeat(6000);
  await say(ida, id, text);
  await there.until(({ items }) => items.length > 0, 'something');
  await there.until(() => there.texts().includes(text), 'the whole text');
  expect(there.texts()).toEqual([text]);
  expect(jon.state().unread).toBe(1);
  await here.until(() => here.item(text).state === 'delivered', 'delivered');
  expect(here.texts()).toEqual([text]);
  await ida.client.deleteMessage(id, here.item(text).key, 'everyone');
  await there.until(() => there.view()?.items[0]?.body.type === 'deleted', 'deleted');
  expect(there.view()?.items).toHaveLength(1);
  expect(await ida.client.send(id, 'x'.repeat(limits.longText + 1))).toEqual({ ok: false, code: 'too_large' });
  ida.close();
  jon.close();
});

test('names that nobody has, and names that cannot be', async () => {
  const kim = await newPerson(server.origin, 'kim');
  expect(await kim.client.startDirect('nobody-here')).toEqual({ ok: false, code: 'not_found' });
  expect(await kim.client.register({ username: 'KIM', password: 'some other words here' })).toMatchObject({
    ok: false,
    code: 'username_taken',
  });
  expect(await kim.client.register({ username: 'admin', password: 'some other words here' })).toMatchObject({
    ok: false,
    code: 'invalid',
  });
  kim.close();
});
