import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminLink } from '../support/admin.ts';
import { openDevice } from '../support/device.ts';
import { anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('[C24] a safety number that was compared is compared on every device of the account, and nothing of it is in the inbox', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'hello');
  await there.until(() => there.texts().includes('hello'), 'the message');
  const early = await anotherDevice(server.origin, 'amara');
  const onEarly = early.conversation(id);
  await onEarly.until(({ verification }) => verification === null, 'not compared');
  expect(await amara.client.verifyIdentity(here.view()?.with.account ?? '')).toEqual({ ok: true });
  await here.until(({ verification }) => verification === 'verified', 'compared here');
  await onEarly.until(({ verification }) => verification === 'verified', 'compared on the other device');
  const late = await anotherDevice(server.origin, 'amara');
  const onLate = late.conversation(id);
  await onLate.until(({ verification }) => verification === 'verified', 'compared on a new device');
  for (const device of [amara, early, late]) {
    await device.until(({ inbox }) => inbox.length > 0, 'its inbox');
    expect(device.state().inbox.map((row) => row.conversation)).toEqual([id]);
    expect(device.state().unread).toBe(0);
  }
  expect(there.view()?.verification).toBe(null);
  expect(await amara.client.startDirect('amara')).toEqual({ ok: false, code: 'invalid', field: 'with' });
  for (const device of [amara, bram, early, late]) device.close();
});

test('[C24] who was compared is compared again after a reset: nothing is sent before that, and nobody else settles it', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [here, , id] = await talking(cato, dora);
  await say(cato, id, 'to the first Dora');
  const { account } = (await here.until(({ items }) => items.length > 0, 'said')).with;
  expect(await cato.client.verifyIdentity(account)).toEqual({ ok: true });
  const second = await anotherDevice(server.origin, 'cato');
  const onSecond = second.conversation(id);
  await onSecond.until(({ verification }) => verification === 'verified', 'compared on both');
  dora.close();

  const token = await adminLink(server, { act: 'reset', name: 'dora' });
  const anew = openDevice(server.origin);
  expect(await anew.client.reset(token, 'a wholly new beginning')).toMatchObject({ ok: true });
  await online(anew);
  for (const view of [here, onSecond]) {
    await view.until(
      ({ waiting, verification }) => waiting === 'identity_changed' && verification === 'compare_again',
      'to be compared again',
    );
  }
  await say(cato, id, 'is it you?');
  expect(await cato.client.acceptIdentity(account)).toEqual({ ok: false, code: 'conversation_waits' });
  expect(here.item('is it you?').state).toBe('sending');
  expect(await cato.client.verifyIdentity(account)).toEqual({ ok: true });
  await here.until(() => here.item('is it you?').seq !== null, 'sent once it was compared');
  await onSecond.until(({ verification }) => verification === 'verified', 'compared, as the second device hears');
  // What is trusted there is its owner's word there.
  expect(onSecond.view()?.waiting).toBe('identity_changed');
  const third = await anotherDevice(server.origin, 'cato');
  const onThird = third.conversation(id);
  await onThird.until(({ waiting, verification }) => waiting === null && verification === 'verified', 'taken over');
  for (const device of [cato, second, third, anew]) device.close();
});

test('[C17] a new device trusts whom the account has written to, though it made no epoch itself', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [here, there, id] = await talking(eva, finn);
  await say(finn, id, 'Finn makes the epoch');
  await here.until(() => here.texts().includes('Finn makes the epoch'), 'the message');
  await say(eva, id, 'and Eva writes in it');
  await there.until(() => there.texts().includes('and Eva writes in it'), 'the answer');
  finn.close();
  const token = await adminLink(server, { act: 'reset', name: 'finn' });
  const anew = openDevice(server.origin);
  expect(await anew.client.reset(token, 'a wholly new beginning')).toMatchObject({ ok: true });
  await here.until(({ waiting }) => waiting === 'identity_changed', 'the first device sees the change');
  const second = await anotherDevice(server.origin, 'eva');
  const onSecond = second.conversation(id);
  await onSecond.until(
    ({ waiting }) => waiting === 'identity_changed',
    'so does a device that never met the first Finn',
  );
  for (const device of [eva, anew, second]) device.close();
});
