import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRule } from '../../src/protocol/api/streams.ts';
import type { ClientState, InboxRow } from '../../src/client/api.ts';
import { enter, message, say } from '../support/machine.ts';
import { newMember, type Member } from '../support/member.ts';
import { anotherDevice, newPerson, online } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
});
afterAll(() => server.close());

const follow = (name: string, change: object) =>
  server.admin({ act: 'machine', asked: { act: 'follow', name, ...change } });
const rowOf = ({ inbox }: ClientState, machine = 'dale'): InboxRow | undefined =>
  inbox.find((row) => row.machine === machine);

test('[F14] an alert is a row of the inbox on all devices of a follower: read on the phone it is read on the laptop', async () => {
  const laptop = await newPerson(server.origin, 'sam');
  const phone = await anotherDevice(server.origin, 'sam');
  const token = await enter(server.origin, 'dale');
  await follow('dale', { add: ['sam'] });
  const condition = { when: 'contains', text: 'disk' } as const;
  await amara.api.call(addRule, { params: { machine: 'dale' }, body: { condition } });
  await say(server.origin, message(token, 'the disk is full'));
  for (const device of [laptop, phone]) await device.until((state) => rowOf(state)?.unread === 1, 'an alert');
  const row = rowOf(phone.state());
  expect(row).toMatchObject({
    kind: 'alerts',
    sealed: false,
    with: { account: '@dale', username: 'dale', displayName: 'dale' },
    preview: { mine: false, author: { username: 'dale' }, body: { type: 'alert', text: 'the disk is full' } },
  });
  expect(phone.state().unread).toBe(1);
  const { conversation = '' } = row ?? {};
  const view = await phone.conversation(conversation).until(({ items }) => items.length === 1, 'shown');
  expect(view).toMatchObject({ machine: 'dale', kind: 'alerts', waiting: null, with: { username: 'dale' } });
  expect(view.items[0]).toMatchObject({
    state: 'received',
    author: { username: 'dale' },
    body: { type: 'alert', why: condition, seq: 1, text: 'the disk is full', level: null, sealed: null, more: 0 },
  });
  expect(phone.state().streams).toMatchObject([{ machine: 'dale', alerts: conversation }]);
  expect(await phone.client.markRead(conversation)).toEqual({ ok: true });
  await laptop.until((state) => rowOf(state)?.unread === 0 && state.unread === 0, 'read here too');

  expect(await phone.client.send(conversation, 'be quiet')).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await phone.client.deleteConversation(conversation, 'everyone')).toMatchObject({
    ok: false,
    code: 'forbidden',
  });
  expect(await phone.client.deleteConversation(conversation, 'me')).toEqual({ ok: true });
  for (const device of [laptop, phone]) await device.until((state) => !rowOf(state)?.preview, 'deleted');
  await say(server.origin, message(token, 'the disk is still full'));
  for (const device of [laptop, phone]) await device.until((state) => rowOf(state)?.unread === 1, 'the next one');

  laptop.network.cut();
  await laptop.until(({ connection }) => connection === 'offline', 'away');
  await follow('dale', { remove: ['sam'] });
  await phone.until((state) => rowOf(state) === undefined, 'gone');
  laptop.network.restore();
  laptop.client.hurry();
  await online(laptop);
  await laptop.until((state) => rowOf(state) === undefined, 'gone here too');
  for (const device of [laptop, phone]) device.close();
});

test('[F14] a device that comes later has the newest alerts', async () => {
  const first = await newPerson(server.origin, 'erik');
  const token = await enter(server.origin, 'chip');
  await follow('chip', { add: ['erik'] });
  for (let rule = 0; rule < 15; rule++) {
    const condition = { when: 'contains', text: `disk ${rule}:` } as const;
    await amara.api.call(addRule, { params: { machine: 'chip' }, body: { condition } });
  }
  for (let count = 0; count < 45; count++) await say(server.origin, message(token, `disk ${count % 15}: ${count}`));
  await first.until((state) => rowOf(state, 'chip')?.unread === 45, 'all');
  const second = await anotherDevice(server.origin, 'erik');
  await second.until((state) => rowOf(state, 'chip')?.unread === 45 && state.caughtUp, 'all of them');
  const { conversation = '', preview } = rowOf(second.state(), 'chip') ?? {};
  expect(preview?.body).toMatchObject({ type: 'alert', text: 'disk 14: 44' });
  const view = await second.conversation(conversation).until(({ items }) => items.length >= 45, 'shown');
  expect(view.items.map(({ body }) => (body.type === 'alert' ? body.seq : null))).toEqual(
    Array.from({ length: 45 }, (_, at) => at + 1),
  );
  for (const device of [first, second]) device.close();
});
