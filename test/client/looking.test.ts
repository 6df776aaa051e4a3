import { afterAll, beforeAll, expect, test } from 'vitest';
import { look, type Look, type Told } from '../../src/client/looking/look.ts';
import type { Storage } from '../../src/client/ports.ts';
import { openDevice, type TestDevice } from '../support/device.ts';
import { anotherDevice, newPerson, online, PASSWORD, say, talking } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

/** What lies there; to write on it is a fault. */
const untouchable = (storage: Storage): Storage => ({
  get: (key) => storage.get(key),
  range: (from, to, options) => storage.range(from, to, options),
  write: async () => expect.unreachable('a look writes nothing'),
  close: () => undefined,
});

/** Looks in on a device whose client does not run, and answers what it asked, too. */
async function lookIn(device: TestDevice, told: Told = {}): Promise<{ seen: Look | null; asked: string[] }> {
  const { http, random, clock } = device.platform;
  const asked: string[] = [];
  device.network.onTraffic = (text) => /^[A-Z]+ \/api/.test(text) && asked.push(text.trim());
  const storages = { open: async (name: string) => untouchable(await device.storages.open(name)) };
  const seen = await look({ http, storages, random, now: () => clock.now() }, told);
  return { seen, asked };
}

test('who looks in while the client does not run sees the words that came, and changes nothing for anybody', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'before');
  await there.until(() => there.texts().includes('before'), 'heard');
  bram.network.cut();
  await say(bram, id, 'begun offline');
  bram.close();
  bram.network.restore();
  const sent = () => here.until(({ items }) => !items.some(({ state }) => state === 'sending'), 'sent');
  // More than is looked at.
  for (let count = 1; count <= 42; count++) await say(amara, id, `number ${count}`);
  await sent();

  const { seen, asked } = await lookIn(bram);
  expect(seen).toMatchObject({ username: 'bram', unread: 43, isWhole: true, quietHours: null });
  expect(seen?.inbox).toMatchObject([{ unread: 43, preview: { body: { text: 'number 42' }, mine: false } }]);
  expect(seen?.news).toEqual(new Set([id]));
  expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
  const fetched = ({ asked: requests }: { asked: string[] }) => requests.filter((each) => each.includes('/entries'));
  expect(fetched({ asked })).toHaveLength(1);
  expect(here.item('number 42')).toMatchObject({ state: 'sent' });

  // Somebody may have put any number of things behind a message that show nothing by themselves: it is told of all the same.
  bram.network.lie = (path, answer) => {
    const { entries } = answer as { entries?: object[] };
    return path.includes('/entries') ? { entries: entries?.map((each) => ({ ...each, kind: 'epoch' })) } : answer;
  };
  const flooded = (await lookIn(bram)).seen;
  expect(flooded).toMatchObject({ unread: 43, news: new Set(), isWhole: false });
  expect(flooded?.told).not.toHaveProperty(id);
  bram.network.lie = null;

  // Told of it, nothing is new, and nothing is fetched again.
  const again = await lookIn(bram, seen?.told);
  expect(again.seen).toMatchObject({ unread: 43, news: new Set() });
  expect(fetched(again)).toEqual([]);
  await say(amara, id, 'one more');
  await sent();
  expect((await lookIn(bram, seen?.told)).seen).toMatchObject({ unread: 44, news: new Set([id]) });

  // What another device of the account wants meanwhile counts already.
  const other = await anotherDevice(server.origin, 'bram');
  expect(await other.client.setNotify(id, 'none', null)).toEqual({ ok: true });
  expect(await other.client.setQuietHours({ from: 22 * 60, to: 7 * 60 })).toEqual({ ok: true });
  const quiet = { from: 1320, to: 420 };
  await expect
    .poll(async () => (await lookIn(bram)).seen)
    .toMatchObject({ unread: 0, quietHours: quiet, news: new Set() });

  // The next client finds everything as the one before has left it: unread, and with what was to go out.
  const back = openDevice(server.origin, bram.storages);
  await online(back);
  const open = back.conversation(id);
  await open.until(() => open.texts().includes('one more'), 'all there');
  expect(back.state().inbox[0]).toMatchObject({ unread: 44 });
  await here.until(() => here.texts().includes('begun offline'), 'sent by the client');
  for (const device of [amara, other, back]) device.close();
});

test('whoever is not logged in any more sees nothing, and where it cannot be looked that is said', async () => {
  const carla = await newPerson(server.origin, 'carla');
  const other = await anotherDevice(server.origin, 'carla');
  carla.close();
  carla.network.down = true;
  await expect(lookIn(carla)).rejects.toThrow('cannot be reached');
  carla.network.down = false;
  carla.network.lie = (path, answer) =>
    path.startsWith('/api/v1/conversations') ? { ...(answer as object), incarnation: 'A'.repeat(22) } : answer;
  await expect(lookIn(carla)).rejects.toThrow('keys_do_not_match');
  carla.network.lie = null;
  expect((await lookIn(carla)).seen).toMatchObject({ username: 'carla', news: new Set() });
  const device = carla.state().device ?? '';
  expect(await other.client.removeDevice(device, PASSWORD)).toMatchObject({ ok: true });
  expect((await lookIn(carla)).seen).toBeNull();

  const back = openDevice(server.origin, other.storages);
  await online(back);
  expect(await back.client.logout()).toMatchObject({ ok: true });
  expect((await lookIn(back)).seen).toBeNull();
  for (const each of [other, back]) each.close();
});

test('what does not open is asked for by the client later on, and not by who looks in', async () => {
  const [dora, erik] = [await newPerson(server.origin, 'dora'), await newPerson(server.origin, 'erik')];
  erik.close();
  const started = await dora.client.startDirect('erik');
  const id = started.ok ? started.conversation : '';
  const there = dora.conversation(id);
  await say(dora, id, 'sealed');
  await there.until(() => there.texts().includes('sealed') && there.item('sealed').state === 'sent', 'sent');
  erik.network.lie = (path, answer) => {
    const { epochs } = answer as { epochs?: object[] };
    return path.includes('/epochs') && epochs ? { epochs: epochs.map((each) => ({ ...each, sealed: null })) } : answer;
  };
  const first = await lookIn(erik);
  expect(first.seen).toMatchObject({ inbox: [{ unread: 1 }], news: new Set(), isWhole: false });
  // By the end of another one it would have asked for the key of the epoch, and made the next.
  const second = await lookIn(erik);
  expect([...first.asked, ...second.asked].filter((request) => !request.startsWith('GET '))).toEqual([]);
  dora.close();
});
