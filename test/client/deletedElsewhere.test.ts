import { afterAll, beforeAll, expect, test } from 'vitest';
import { anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('what another device deleted for everyone before this one got it back is gone here, and no mark is left', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'one');
  await here.until(() => here.item('one').seq !== null, 'one is stored');
  const second = await anotherDevice(server.origin, 'amara');
  const elsewhere = second.conversation(id);
  amara.network.beforeSend = () => {
    amara.network.beforeSend = null;
    // Sent, and the line is cut before the answer.
    queueMicrotask(() => amara.network.cut());
    return true;
  };
  await say(amara, id, 'two');
  await amara.until(({ connection }) => connection === 'offline', 'offline');
  await elsewhere.until(() => elsewhere.texts().includes('two'), 'two on the other device');
  expect(await second.client.deleteMessage(id, elsewhere.item('two').key, 'everyone')).toEqual({ ok: true });
  await elsewhere.until(() => !elsewhere.texts().includes('two'), 'two is gone there');

  amara.network.restore();
  amara.client.hurry();
  await online(amara);
  await here.until(() => !here.texts().includes('two'), 'two is gone here');
  await say(amara, id, 'three');
  await here.until(() => here.item('three').seq !== null, 'three is stored');
  expect(here.texts()).toEqual(['one', 'three']);
  await there.until(() => there.texts().includes('three'), 'three at Bram');
  expect(there.view()?.items.some(({ gapBefore }) => gapBefore)).toBe(false);
  for (const device of [amara, bram, second]) device.close();
});

test('a conversation that another device deleted for me while this one was away is gone here, with what was under way', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, there, id] = await talking(cato, dora);
  await say(cato, id, 'one');
  await here.until(() => here.item('one').seq !== null, 'one is stored');
  const second = await anotherDevice(server.origin, 'cato');
  const elsewhere = second.conversation(id);
  cato.network.beforeSend = () => {
    cato.network.beforeSend = null;
    // Sent, and the line is cut before the answer.
    queueMicrotask(() => cato.network.cut());
    return true;
  };
  await say(cato, id, 'two');
  await cato.until(({ connection }) => connection === 'offline', 'offline');
  await elsewhere.until(() => elsewhere.texts().includes('two'), 'two on the other device');
  expect(await second.client.deleteConversation(id, 'me')).toEqual({ ok: true });

  cato.network.restore();
  cato.client.hurry();
  await online(cato);
  await here.until(() => here.texts().length === 0, 'nothing is left here');
  await cato.until(({ inbox }) => inbox.length === 0, 'not in the inbox');
  await say(dora, id, 'three');
  await here.until(() => here.texts().includes('three'), 'three');
  expect(here.texts()).toEqual(['three']);
  expect(there.texts()).toEqual(['one', 'two', 'three']);
  for (const device of [cato, dora, second]) device.close();
});
