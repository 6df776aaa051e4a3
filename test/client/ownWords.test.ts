import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDevice, openDevice } from '../support/device.ts';
import type { Conversation, Entry } from '../../src/protocol/api/conversations.ts';
import { anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

/** What the server has of the device's account's own log. */
async function ownLog(device: TestDevice): Promise<{ head: number; cleared: number; full: number }> {
  const { conversations } = (await asked(device, '')) as { conversations: Conversation[] };
  const own = conversations.find(({ kind, members }) => kind === 'direct' && members.length === 1);
  if (!own) return { head: 0, cleared: 0, full: 0 };
  const { entries } = (await asked(device, `/${own.conversation}/entries?after=${own.cleared}`)) as {
    entries: Entry[];
  };
  return { head: own.head.seq, cleared: own.cleared, full: entries.filter(({ payload }) => payload !== null).length };
}

async function asked(device: TestDevice, what: string): Promise<unknown> {
  const cookie = [...device.storages.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${server.origin}/api/v1/conversations${what}`, { headers: { cookie } });
  return answer.json();
}

/** The next entry that the server brings. */
const entryBack = ({ network }: TestDevice): Promise<void> =>
  new Promise((resolve) => {
    network.onTraffic = (text) => text.includes('"ev":"entry"') && resolve();
  });

test('[C24] what is muted is muted on every device, also on one that comes later, and is in no count', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [, , id] = await talking(amara, bram);
  const second = await anotherDevice(server.origin, 'amara');
  await say(bram, id, 'one');
  await second.until(({ unread }) => unread === 1, 'it counts');
  expect(await amara.client.setNotify(id, 'none', null)).toEqual({ ok: true });
  expect(await amara.client.setQuietHours({ from: 22 * 60, to: 7 * 60 })).toEqual({ ok: true });
  const third = await anotherDevice(server.origin, 'amara');
  for (const device of [amara, second, third]) {
    const state = await device.until(
      ({ inbox, quietHours }) => inbox[0]?.notify === 'none' && quietHours !== null,
      'muted',
    );
    expect(state).toMatchObject({ unread: 0, quietHours: { from: 1320, to: 420 } });
    expect(state.inbox.map(({ conversation, unread }) => [conversation, unread])).toEqual([[id, 1]]);
  }
  expect(await third.client.setNotify(id, 'all', null)).toEqual({ ok: true });
  for (const device of [amara, second, third]) await device.until(({ unread }) => unread === 1, 'it counts again');
  for (const device of [amara, bram, second, third]) device.close();
});

test('[C26] [C28] the own log stays short, however much is said: the server keeps the newest words, and a new device has them', async () => {
  const [cleo, dirk] = [await newPerson(server.origin, 'cleo'), await newPerson(server.origin, 'dirk')];
  const [here, , id] = await talking(cleo, dirk);
  await say(dirk, id, 'one');
  await cleo.until(({ inbox }) => inbox.length === 1, 'the message');
  expect(await cleo.client.verifyIdentity(here.view()?.with.account ?? '')).toEqual({ ok: true });
  expect(await cleo.client.setNotify(id, 'none', null)).toEqual({ ok: true });
  for (let minute = 1; minute <= 230; minute++) {
    const back = entryBack(cleo);
    expect(await cleo.client.setQuietHours({ from: 0, to: minute })).toEqual({ ok: true });
    await back;
  }
  await expect.poll(async () => (await ownLog(cleo)).cleared, { timeout: 20_000 }).toBeGreaterThan(195);
  const { head, cleared, full } = await ownLog(cleo);
  expect({ isShort: head - cleared < 60, full: full < 10 }).toEqual({ isShort: true, full: true });
  const late = await anotherDevice(server.origin, 'cleo');
  const onLate = late.conversation(id);
  await onLate.until(({ verification, notify }) => verification === 'verified' && notify === 'none', 'all of it');
  await late.until(({ quietHours }) => quietHours?.to === 230, 'the newest of many');
  for (const device of [cleo, dirk, late]) device.close();
});

test('[L13] a new device reads what comes after a conversation was cleared', async () => {
  const [eva, finn] = [await newPerson(server.origin, 'eva'), await newPerson(server.origin, 'finn')];
  const [here, there, id] = await talking(eva, finn);
  await say(finn, id, 'before');
  await here.until(() => here.texts().includes('before'), 'the message');
  expect(await eva.client.deleteConversation(id, 'me')).toEqual({ ok: true });
  await say(finn, id, 'after');
  await here.until(() => here.texts().includes('after'), 'the message after');
  const late = await anotherDevice(server.origin, 'eva');
  const onLate = late.conversation(id);
  await onLate.until(({ items }) => items.length === 1, 'what is left of it');
  expect(onLate.texts()).toEqual(['after']);
  there.close();
  for (const device of [eva, finn, late]) device.close();
});

test('[C30] a draft is on every device of the account, over a reload and without a network, and gone once it was sent', async () => {
  const [gerd, hana] = [await newPerson(server.origin, 'gerd'), await newPerson(server.origin, 'hana')];
  const [here, , id] = await talking(gerd, hana);
  await say(hana, id, 'well?');
  await gerd.until(({ inbox }) => inbox.length === 1, 'the message');
  const second = await anotherDevice(server.origin, 'gerd');
  const onSecond = second.conversation(id);
  await onSecond.until(({ items }) => items.length === 1, 'the message');
  const { key } = here.item('well?');
  await gerd.client.keepDraft(id, { text: 'Dear Hana,\nthe', replyTo: key, over: 0 }, true);
  expect(here.view()?.draft).toMatchObject({ text: 'Dear Hana,\nthe', replyTo: key, place: null });
  const { draft } = await onSecond.until(({ draft: { text } }) => text !== '', 'the draft');
  expect(draft).toMatchObject({ text: 'Dear Hana,\nthe', replyTo: key, over: 0 });
  expect(second.state().inbox[0]?.draft).toEqual({ text: 'Dear Hana, the', isNewest: true });

  await say(hana, id, 'are you there?');
  for (const device of [gerd, second])
    await device.until(({ inbox }) => inbox[0]?.draft?.isNewest === false, 'what came since is newer than the draft');

  second.network.cut();
  await second.until(({ connection }) => connection !== 'online', 'offline');
  await second.client.keepDraft(id, { text: 'Dear Hana, later', replyTo: null, over: draft.place ?? 0 }, true);
  second.close();
  second.network.restore();
  const reloaded = openDevice(server.origin, second.storages);
  await reloaded.until(({ phase }) => phase === 'in', 'in again');
  const onReloaded = reloaded.conversation(id);
  await onReloaded.until(({ draft: { text } }) => text === 'Dear Hana, later', 'what was written offline');
  const late = await here.until(({ draft: { text } }) => text === 'Dear Hana, later', 'the newest');
  expect(late.draft.over).toBe(draft.place);

  await say(gerd, id, late.draft.text);
  await gerd.client.keepDraft(id, { text: '', replyTo: null, over: late.draft.place ?? 0 }, true);
  await onReloaded.until(({ draft: { text } }) => text === '', 'gone');
  expect(reloaded.state().inbox[0]?.draft).toBe(null);

  const long = 'a'.repeat(1024 * 1024);
  await gerd.client.keepDraft(id, { text: long, replyTo: null, over: 0 }, true);
  gerd.close();
  const again = openDevice(server.origin, gerd.storages);
  await again.until(({ phase }) => phase === 'in', 'in again');
  await again.conversation(id).until(({ draft: { text } }) => text === long, 'a long one stays on its device');
  expect(onReloaded.view()?.draft.text).toBe('');
  for (const device of [hana, reloaded, again]) device.close();
});

test('[C31] what is marked as unread is so on every device, until it is opened; nobody else sees it', async () => {
  const [ida, joost] = [await newPerson(server.origin, 'ida'), await newPerson(server.origin, 'joost')];
  const [here, there, id] = await talking(ida, joost);
  for (const text of ['one', 'two', 'three']) await say(joost, id, text);
  await here.until(() => here.texts().length === 3, 'the messages');
  await ida.client.markRead(id);
  await there.until(() => there.item('three').state === 'read', 'read');
  const second = await anotherDevice(server.origin, 'ida');
  await second.until(({ inbox }) => inbox[0]?.unread === 0, 'read there');
  expect(await ida.client.markUnread(id, here.item('two').key)).toEqual({ ok: true });
  for (const device of [ida, second]) {
    const state = await device.until(({ inbox }) => inbox[0]?.marked === true, 'marked');
    expect(state.unread).toBe(1);
  }
  const onSecond = second.conversation(id);
  const view = await onSecond.until(({ items }) => items.length === 3, 'opened');
  expect(view.firstUnread).toBe(onSecond.item('two').key);
  expect(there.item('three').state).toBe('read');
  await second.client.markRead(id);
  for (const device of [ida, second]) await device.until(({ unread }) => unread === 0, 'read again');
  expect(await ida.client.markUnread(id, 'nowhere')).toEqual({ ok: false, code: 'not_found' });
  for (const device of [ida, joost, second]) device.close();
});

test('[C32] whoever is blocked is not heard on any device, and does not learn of it', async () => {
  const [kim, leo] = [await newPerson(server.origin, 'kim'), await newPerson(server.origin, 'leo')];
  const [here, there, id] = await talking(kim, leo);
  await say(leo, id, 'you do not know me');
  expect((await here.until(({ items }) => items.length === 1, 'the message')).stranger).toBe(true);
  const second = await anotherDevice(server.origin, 'kim');
  const onSecond = second.conversation(id);
  await second.until(({ unread }) => unread === 1, 'it counts');
  const account = here.view()?.with.account ?? '';
  expect(await kim.client.setBlocked(account, true)).toEqual({ ok: true });
  for (const device of [kim, second]) {
    const state = await device.until(({ inbox }) => inbox.length === 0, 'not heard');
    expect(state).toMatchObject({ unread: 0, blocked: [{ username: 'leo' }] });
  }
  await say(leo, id, 'and again');
  await onSecond.until(({ items }) => items.length === 2, 'it is there, folded');
  expect(onSecond.view()).toMatchObject({
    blocked: true,
    stranger: false,
    items: [{ blocked: true }, { blocked: true }],
  });
  await there.until(() => there.item('and again').state === 'delivered', 'as if it were not read');
  expect(await second.client.setBlocked(account, false)).toEqual({ ok: true });
  const state = await kim.until(({ inbox }) => inbox.length === 1, 'heard again');
  expect(state).toMatchObject({ unread: 2, blocked: [] });
  await here.until(({ blocked, stranger }) => !blocked && !stranger, 'nor a stranger');
  for (const device of [kim, leo, second]) device.close();
});
