import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
let amara: Person;
let bram: Person;
beforeAll(async () => {
  server = await bootServer();
  [amara, bram] = await Promise.all([newPerson(server.origin, 'amara'), newPerson(server.origin, 'bram')]);
});
afterAll(async () => {
  for (const person of [amara, bram]) person.close();
  await server.close();
});

test('[R6] without read receipts the other hears nothing of what is read, not even that something was', async () => {
  const [here, there, id] = await talking(amara, bram);
  const reads = async (text: string): Promise<void> => {
    await say(amara, id, text);
    await there.until(({ items }) => items.some(({ body }) => body.type === 'text' && body.text === text), text);
    await here.until(() => here.item(text).state !== 'sent' && here.item(text).state !== 'sending', 'it is there');
    await bram.client.markRead(id);
    await bram.until(({ unread }) => unread === 0, 'read');
  };
  const isRead = (text: string) => here.until(() => here.item(text).state === 'read', `${text} is read`);
  await reads('first');
  await isRead('first');

  expect(await bram.client.setPreferences({ readReceipts: false })).toMatchObject({ ok: true, readReceipts: false });
  const heard: string[] = [];
  amara.network.onTraffic = (traffic) => heard.push(traffic);
  await reads('second');
  // What comes after it has come before: nothing is under way any more.
  await say(bram, id, 'an answer');
  await here.until(() => here.texts().includes('an answer'), 'an answer');
  expect(here.item('second').state).toBe('delivered');
  const ofBram = heard.filter((traffic) => traffic.includes('"ev":"cursor"')).map((traffic) => JSON.parse(traffic));
  // That it arrived, and of what was read only what was known before.
  const delivered = here.item('second').seq ?? 0;
  const told = ofBram.filter((frame) => frame.account === bram.state().self?.account && frame.delivered <= delivered);
  expect(told).toMatchObject([{ delivered, read: here.item('first').seq }]);

  expect(await bram.client.setPreferences({ readReceipts: true })).toMatchObject({ ok: true, readReceipts: true });
  expect(here.item('second').state).toBe('delivered');
  await reads('third');
  await isRead('third');
  expect(here.item('second').state).toBe('read');
  for (const each of [here, there]) each.close();
});

test('[R7] with whom one talks is seen to be online, and again once a line that was lost is back', async () => {
  const [row] = amara.state().inbox;
  const heard: boolean[] = [];
  const stop = amara.client.watchOnline(row?.conversation ?? '', (online) => void heard.push(online));
  const says = async (...all: boolean[]): Promise<void> => {
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(all);
  };
  await says(false, true);
  amara.network.cut();
  await says(false, true, false);
  amara.network.restore();
  amara.client.hurry();
  await says(false, true, false, true);
  stop();
});

test('[R6] [003.7] who does not show presence is neither counted nor named', async () => {
  const counted = (online: number) => amara.until(({ presence }) => presence?.online === online, `${online} online`);
  const named = async () => {
    const answer = await amara.client.online('lobby');
    return answer.ok ? answer.online.map(({ username }) => username) : [];
  };
  await counted(2);
  expect(await named()).toEqual(['amara', 'bram']);
  expect(await bram.client.setPreferences({ presence: false })).toMatchObject({ ok: true, presence: false });
  await counted(1);
  expect(await named()).toEqual(['amara']);
  // Nor when it comes back.
  bram.network.cut();
  await bram.until(({ connection }) => connection === 'offline', 'offline');
  bram.network.restore();
  bram.client.hurry();
  await bram.until(({ connection }) => connection === 'online', 'online');
  expect(await named()).toEqual(['amara']);
  expect(await bram.client.preferences()).toMatchObject({ ok: true, presence: false });
  expect(await bram.client.setPreferences({ presence: true })).toMatchObject({ ok: true });
  await counted(2);
  expect(await named()).toEqual(['amara', 'bram']);
});
