import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDevice } from '../support/device.ts';
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
