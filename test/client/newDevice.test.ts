import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../../src/client/api.ts';
import { adminLink } from '../support/admin.ts';
import { MemoryStorages, openDevice } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const HISTORY = process.env['WAXWING_SOAK'] ? 1000 : 250;

test('[K14] [000.1] a second device with nothing but the password has the whole history, and the same unread', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [, there, id] = await talking(amara, bram);
  for (let count = 1; count <= HISTORY; count++) await say(count % 2 ? amara : bram, id, `message ${count}`);
  await there.until(() => there.texts().includes(`message ${HISTORY}`), 'all of it at Bram');
  await amara.until(({ unread }) => unread === HISTORY / 2, 'what Bram wrote is unread');

  const second = await anotherDevice(server.origin, 'amara');
  const history = second.conversation(id);
  await second.until(({ loading, inbox }) => loading === null && inbox.length === 1, 'all of the past');
  await history.until(({ items }) => items.length > 0, 'a view');
  const items = await history.fromBeginning();
  const texts = items.map(({ body }) => (body.type === 'text' ? body.text : body.type));
  expect(texts.toSorted()).toEqual(Array.from({ length: HISTORY }, (_, index) => `message ${index + 1}`).toSorted());
  expect(items.every(({ gapBefore }) => !gapBefore)).toBe(true);
  expect(second.state().unread).toBe(HISTORY / 2);
  await second.client.markRead(id);
  await amara.until(({ unread }) => unread === 0, 'read on both');
  const isTold = ({ body }: Item): boolean => body.type === 'event' && body.event === 'device_added';
  await there.until((view) => view.items.filter(isTold).length === 1, 'Bram is told of her device');
  expect(await bram.client.person('amara')).toMatchObject({ page: { devices: 2, deviceCame: expect.any(Number) } });
  // Whom one meets has come with what they have.
  expect(await second.client.person('bram')).toMatchObject({ page: { devices: 1, deviceCame: null } });
  for (const device of [amara, bram, second]) device.close();
});

test('[000.1] a wrong password and an unknown name are told alike', async () => {
  const cato = await newPerson(server.origin, 'cato');
  const device = openDevice(server.origin);
  expect(await device.client.login('cato', 'not the password')).toEqual({ ok: false, code: 'invalid_credentials' });
  expect(await device.client.login('cato2', 'not the password')).toEqual({ ok: false, code: 'invalid_credentials' });
  cato.close();
  device.close();
});

test('a message sent while the only device is gone for good is read after logging in on a new one', async () => {
  const [dora, eva] = [await newPerson(server.origin, 'dora'), await newPerson(server.origin, 'eva')];
  const [, , id] = await talking(dora, eva);
  await say(eva, id, 'before');
  await dora.until(({ unread }) => unread === 1, 'one message');
  dora.close();
  await say(eva, id, 'while you had no device');
  const anew = await anotherDevice(server.origin, 'dora');
  const conversation = anew.conversation(id);
  await conversation.until(() => conversation.texts().length === 2, 'both messages');
  expect(conversation.texts()).toEqual(['before', 'while you had no device']);
  anew.close();
  eva.close();
});

test('[A13] [A17] forgotten password: the recovery code and a new password bring all of it back', async () => {
  const [finn, gil] = [await newPerson(server.origin, 'finn'), await newPerson(server.origin, 'gil')];
  const [, , id] = await talking(finn, gil);
  await say(gil, id, 'from long ago');
  await finn.until(({ unread }) => unread === 1, 'one message');
  const anew = openDevice(server.origin);
  expect(await anew.client.recover('finn', 'AAAA-BBBB', 'other words for tonight')).toEqual({
    ok: false,
    code: 'wrong_recovery_code',
  });
  const otherCode = gil.recoveryCode;
  expect(await anew.client.recover('finn', otherCode, 'other words for tonight')).toEqual({
    ok: false,
    code: 'wrong_recovery_code',
  });
  expect(await anew.client.recover('finn', finn.recoveryCode.toLowerCase(), 'other words for tonight')).toEqual({
    ok: true,
  });
  await online(anew);
  const conversation = anew.conversation(id);
  await conversation.until(() => conversation.texts().includes('from long ago'), 'the past');
  const third = openDevice(server.origin);
  expect(await third.client.login('finn', PASSWORD)).toEqual({ ok: false, code: 'invalid_credentials' });
  expect(await third.client.login('finn', 'other words for tonight')).toEqual({ ok: true });
  for (const device of [finn, gil, anew, third]) device.close();
});

test('[M27] [A20] [A21] [C11] neither password nor code: an identity anew, which contacts see and accept before anything is sent', async () => {
  const [hana, ida] = [await newPerson(server.origin, 'hana'), await newPerson(server.origin, 'ida')];
  const [, there, id] = await talking(hana, ida);
  await say(ida, id, 'of before');
  await hana.until(({ unread }) => unread === 1, 'one message');
  hana.close();

  const token = await adminLink(server, { act: 'reset', name: 'hana' });
  const anew = openDevice(server.origin);
  const reset = await anew.client.reset(token, 'a wholly new beginning');
  expect(reset).toMatchObject({ ok: true });
  await online(anew);
  await there.until(({ waiting }) => waiting === 'identity_changed', 'the change is shown');
  await say(ida, id, 'is it you?');
  const here = anew.conversation(id);
  await say(anew, id, 'it is me');
  await there.until(() => there.texts().includes('it is me'), 'the new identity can write');
  expect(there.view()?.items.map(({ body }) => (body.type === 'event' ? body.event : body.type))).toContain(
    'identity_changed',
  );
  expect(there.item('is it you?').state).toBe('sending');
  expect(here.texts()).not.toContain('is it you?');

  await ida.client.acceptIdentity(there.view()?.with.account ?? '');
  await here.until(() => here.texts().includes('is it you?'), 'sent once it is accepted');
  expect(here.texts()).not.toContain('of before');
  expect(await openDevice(server.origin).client.reset(token, 'a second time over')).toMatchObject({
    ok: false,
    code: 'link_spent',
  });
  anew.close();
  ida.close();
});

test('[M08] [M14] [C9] [C15] a removed device reads nothing that comes after, and forgets what it had', async () => {
  const [jon, kim] = [await newPerson(server.origin, 'jon'), await newPerson(server.origin, 'kim')];
  const [, there, id] = await talking(jon, kim);
  await say(kim, id, 'for both devices');
  const lost = await anotherDevice(server.origin, 'jon');
  const onLost = lost.conversation(id);
  await onLost.until(() => onLost.texts().includes('for both devices'), 'the message on the second device');
  const kept = lost.storages.copy();

  const listed = await jon.client.devices();
  const device = listed.ok ? listed.devices.find((one) => !one.current)?.device : undefined;
  expect(await jon.client.removeDevice(device ?? '', 'a wrong password')).toEqual({
    ok: false,
    code: 'invalid_credentials',
  });
  expect(await jon.client.removeDevice(device ?? '', PASSWORD)).toEqual({ ok: true });
  const out = await lost.until(({ phase }) => phase === 'out', 'the removed device is out');
  expect(out.ended).toBe('removed');
  expect(lost.storages.names()).toEqual(['device']);

  await say(kim, id, 'for the other one only');
  await there.until(() => there.item('for the other one only').state === 'delivered', 'delivered');
  const thief = openDevice(server.origin, kept);
  await thief.until(({ phase }) => phase === 'out', 'its session is over');
  for (const device of [jon, kim, lost, thief]) device.close();
});

test('[C10] logging out wipes the device, and the next log-in brings everything back', async () => {
  const [lea, max] = [await newPerson(server.origin, 'lea'), await newPerson(server.origin, 'max')];
  const [, , id] = await talking(lea, max);
  await say(max, id, 'kept');
  await lea.until(({ unread }) => unread === 1, 'one message');
  expect(await lea.client.logout()).toEqual({ ok: true });
  expect(lea.state()).toMatchObject({ phase: 'out', ended: null });
  expect(lea.storages.names()).toEqual(['device']);
  await say(max, id, 'while logged out');
  const again = await anotherDevice(server.origin, 'lea', PASSWORD, lea.storages);
  const conversation = again.conversation(id);
  await conversation.until(() => conversation.texts().length === 2, 'both messages');
  await say(again, id, 'here again');
  const there = max.conversation(id);
  await there.until(() => there.texts().includes('here again'), 'the answer');
  again.close();
  max.close();
});

test('[A18] [A19] password and recovery code are replaced, and the old ones open nothing', async () => {
  const nora = await newPerson(server.origin, 'nora');
  expect(await nora.client.changePassword('not it', 'the next password of nora')).toEqual({
    ok: false,
    code: 'invalid_credentials',
  });
  expect(await nora.client.changePassword(PASSWORD, 'the next password of nora')).toEqual({ ok: true });
  const device = openDevice(server.origin);
  expect(await device.client.login('nora', PASSWORD)).toEqual({ ok: false, code: 'invalid_credentials' });
  expect(await device.client.login('nora', 'the next password of nora')).toEqual({ ok: true });

  const fresh = await nora.client.newRecoveryCode('the next password of nora');
  if (!fresh.ok) throw new Error(fresh.code);
  const other = openDevice(server.origin, new MemoryStorages());
  expect(await other.client.recover('nora', fresh.recoveryCode, 'third password for nora')).toEqual({
    ok: false,
    code: 'wrong_recovery_code',
  });
  expect(await nora.client.confirmRecoveryCode()).toEqual({ ok: true });
  expect(await other.client.recover('nora', nora.recoveryCode, 'third password for nora')).toEqual({
    ok: false,
    code: 'wrong_recovery_code',
  });
  expect(await other.client.recover('nora', fresh.recoveryCode, 'third password for nora')).toEqual({ ok: true });
  for (const one of [nora, device, other]) one.close();
});

test('logging out everywhere ends every device, and the next log-in still reads everything', async () => {
  const [olga, paul] = [await newPerson(server.origin, 'olga'), await newPerson(server.origin, 'paul')];
  const [, , id] = await talking(olga, paul);
  await say(paul, id, 'kept for olga');
  const second = await anotherDevice(server.origin, 'olga');
  await second.until(({ unread }) => unread === 1, 'one message');
  expect(await olga.client.logoutEverywhere('a wrong password')).toEqual({ ok: false, code: 'invalid_credentials' });
  expect(await olga.client.logoutEverywhere(PASSWORD)).toEqual({ ok: true });
  await second.until(({ phase, ended }) => phase === 'out' && ended === 'removed', 'the second device is out');
  const again = await anotherDevice(server.origin, 'olga');
  const listed = await again.client.devices();
  expect(listed.ok && listed.devices).toHaveLength(1);
  const conversation = again.conversation(id);
  await conversation.until(() => conversation.texts().includes('kept for olga'), 'the message');
  for (const device of [olga, paul, second, again]) device.close();
});

test('[C17] a new device trusts whom the account trusted before, not whom the server shows it first', async () => {
  const [rosa, sven] = [await newPerson(server.origin, 'rosa'), await newPerson(server.origin, 'sven')];
  const [here, , id] = await talking(rosa, sven);
  await say(rosa, id, 'to the first Sven');
  await here.until(() => here.item('to the first Sven').seq !== null, 'stored');
  sven.close();
  // Somebody takes the name over, with an admin's link.
  const anew = openDevice(server.origin);
  const token = await adminLink(server, { act: 'reset', name: 'sven' });
  expect(await anew.client.reset(token, 'a wholly new beginning')).toMatchObject({ ok: true });
  await here.until(({ waiting }) => waiting === 'identity_changed', 'the first device sees the change');

  const second = await anotherDevice(server.origin, 'rosa');
  const onSecond = second.conversation(id);
  await onSecond.until(
    ({ waiting }) => waiting === 'identity_changed',
    'so does a device that never met the first Sven',
  );
  await say(second, id, 'for the first Sven only');
  await rosa.client.acceptIdentity(here.view()?.with.account ?? '');
  await say(rosa, id, 'accepted on the first device');
  await onSecond.until(() => onSecond.texts().includes('accepted on the first device'), 'what the first device wrote');
  // Nobody but the person takes the warning away, on each device where it stands.
  expect(onSecond.view()?.waiting).toBe('identity_changed');
  await second.client.acceptIdentity(here.view()?.with.account ?? '');
  await onSecond.until(({ waiting }) => waiting === null, 'accepted here, too');
  const third = await anotherDevice(server.origin, 'rosa');
  const onThird = third.conversation(id);
  await onThird.until(
    ({ items, waiting }) => items.length > 1 && waiting === null,
    'a later device takes the accepted one',
  );
  third.close();
  for (const device of [rosa, anew, second]) device.close();
});
