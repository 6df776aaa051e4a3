import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { openDevice, systemClock } from '../support/device.ts';
import { Cookies } from '../support/raw.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('sent during a long absence, all of it is there in order at the return', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, , id] = await talking(amara, bram);
  amara.network.cut();
  await amara.until(({ connection }) => connection === 'offline', 'offline');
  for (let count = 1; count <= 60; count++) await say(bram, id, `absent ${count}`);
  await say(amara, id, 'written offline');
  expect(here.item('written offline').state).toBe('sending');
  amara.network.restore();
  amara.client.hurry();
  await here.until(() => here.texts().includes('absent 60') && here.item('written offline').seq !== null, 'everything');
  const absent = here.texts().filter((text) => text.startsWith('absent'));
  expect(absent).toEqual(Array.from({ length: 60 }, (_, index) => `absent ${index + 1}`));
  amara.close();
  bram.close();
});

test('[E11] in a race of two epochs every message is read, once', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, there, id] = await talking(cato, dora);
  const second = await anotherDevice(server.origin, 'cato');
  await Promise.all([
    say(cato, id, 'race one'),
    say(dora, id, 'race two'),
    say(second, id, 'race three'),
    say(cato, id, 'race four'),
  ]);
  const all = ['race four', 'race one', 'race three', 'race two'];
  for (const conversation of [here, there, second.conversation(id)]) {
    await conversation.until(({ items }) => items.filter(({ seq }) => seq !== null).length === 4, 'four messages');
    expect(conversation.texts().toSorted()).toEqual(all);
    expect(conversation.view()?.items.some(({ gapBefore }) => gapBefore)).toBe(false);
  }
  for (const device of [cato, dora, second]) device.close();
});

test('[M16] after a reload in the middle of sending each message is there once', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [, there, id] = await talking(eva, finn);
  await say(eva, id, 'first of all');
  await there.until(() => there.texts().length === 1, 'the first');
  let storages = eva.storages;
  let device: ReturnType<typeof openDevice> = eva;
  for (let round = 1; round <= 5; round++) {
    await say(device, id, `round ${round}`);
    // The frame has left or not; its acknowledgement has not been seen: the tab is closed.
    device.close();
    device = openDevice(server.origin, storages);
    storages = device.storages;
    await online(device);
  }
  const here = device.conversation(id);
  await here.until(({ items }) => items.length === 6 && items.every(({ seq }) => seq !== null), 'all stored');
  await there.until(() => there.texts().length === 6, 'all of them at Finn');
  expect(there.texts()).toEqual(['first of all', 'round 1', 'round 2', 'round 3', 'round 4', 'round 5']);
  device.close();
  finn.close();
});

test('[L3] [L8] acknowledgements that never arrive do not double a message', async () => {
  const [gil, hana] = [await newPerson(server.origin, 'gil'), await newPerson(server.origin, 'hana')];
  const [here, there, id] = await talking(gil, hana);
  await say(gil, id, 'one');
  await there.until(() => there.texts().length === 1, 'one');
  for (const text of ['two', 'three', 'four']) {
    gil.network.beforeSend = (frame) => {
      gil.network.beforeSend = null;
      // Sent, and the line is cut before the answer.
      queueMicrotask(() => gil.network.cut());
      return frame.length > 0;
    };
    await say(gil, id, text);
    await gil.until(({ connection }) => connection === 'offline', 'offline');
    gil.network.restore();
    gil.client.hurry();
    await online(gil);
    await here.until(() => here.item(text).seq !== null, `${text} stored`);
  }
  await there.until(() => there.texts().length === 4, 'all');
  expect(there.texts()).toEqual(['one', 'two', 'three', 'four']);
  gil.close();
  hana.close();
});

test('an older profile, restored, catches up and goes on without a mark', async () => {
  const [ida, jon] = [await newPerson(server.origin, 'ida'), await newPerson(server.origin, 'jon')];
  const [here, there, id] = await talking(ida, jon);
  await say(ida, id, 'one');
  await here.until(() => here.item('one').seq !== null, 'stored');
  const old = ida.storages.copy();
  await say(ida, id, 'two');
  await there.until(() => there.texts().includes('two'), 'two');
  await say(jon, id, 'three');
  await here.until(() => here.texts().includes('three'), 'three');
  ida.close();

  const restored = openDevice(server.origin, old);
  await online(restored);
  const again = restored.conversation(id);
  await again.until(() => again.texts().length === 3, 'what came since');
  await say(restored, id, 'four');
  await there.until(() => there.texts().includes('four'), 'four');
  expect(there.texts()).toEqual(['one', 'two', 'three', 'four']);
  expect(there.view()?.items.some(({ gapBefore, body }) => gapBefore || body.type !== 'text')).toBe(false);
  restored.close();
  jon.close();
});

test('an account key serves for 30 days; then a device makes the next, and everything is read as before', async () => {
  const [kim, lea] = [await newPerson(server.origin, 'kim'), await newPerson(server.origin, 'lea')];
  const [here, there, id] = await talking(kim, lea);
  await say(lea, id, 'under the first key');
  await here.until(() => here.texts().includes('under the first key'), 'the first');
  kim.close();
  const days = (count: number) => ({ ...systemClock, now: () => Date.now() + count * 24 * 3600_000 });
  const soon = openDevice(server.origin, kim.storages, undefined, days(29));
  await online(soon);
  await say(soon, id, 'a month is not over');
  await there.until(() => there.texts().includes('a month is not over'), 'the second');
  expect(await accountKeysOf('kim')).toBe(1);
  soon.close();
  const late = openDevice(server.origin, kim.storages, undefined, days(31));
  await online(late);
  await say(lea, id, 'under the next key');
  const again = late.conversation(id);
  await again.until(() => again.texts().includes('under the next key'), 'the third');
  expect(again.texts()).toEqual(['under the first key', 'a month is not over', 'under the next key']);
  await expect.poll(() => accountKeysOf('kim'), { interval: 500 }).toBe(2);
  late.close();
  lea.close();
});

test('a request that fails while the line is live holds nothing up for good', async () => {
  const [max, nora] = [await newPerson(server.origin, 'max'), await newPerson(server.origin, 'nora')];
  const [, there, id] = await talking(max, nora);
  let failures = 3;
  nora.network.refuse = (path) => path.includes('/epochs') && failures-- > 0;
  await say(max, id, 'the only message');
  await there.until(() => there.texts().includes('the only message'), 'the message, without another one or a new line');
  expect(failures).toBeLessThanOrEqual(0);
  max.close();
  nora.close();
});

/** How many account keys the chain of that name has had, as its next log-in reads it. */
async function accountKeysOf(username: string): Promise<number> {
  const api = new Server(new Cookies(server.origin));
  const { chain } = await openByPassword(api, username, PASSWORD);
  return chain.accountKeys.length;
}
