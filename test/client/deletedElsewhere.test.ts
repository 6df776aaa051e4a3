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
