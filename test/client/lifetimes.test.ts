import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/client/ports.ts';
import { MemoryStorages, openDevice, systemClock } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

const DAY = 24 * 3600_000;
let days = 0;
/** What a device looks after every few minutes it looks after at once; and days go by when a test says so. */
const clock: Clock = {
  now: () => Date.now() + days * DAY,
  after: (milliseconds, callback) => systemClock.after(milliseconds > 5 * 60_000 ? 50 : milliseconds, callback),
};

let server: TestServer;
beforeAll(async () => {
  server = await bootServer({ clock: { ...systemClock, now: () => clock.now() } });
});
afterAll(() => server.close());
beforeEach(() => {
  days = 0;
});

const setting = (value: number | null) => server.admin({ act: 'set value', setting: 'message-days', value });
const person = (name: string) => newPerson(server.origin, name, undefined, undefined, clock);

test('[L15] what one of the two says holds for both, on the server and on every device, also offline', async () => {
  const [amara, bram] = [await person('amara'), await person('bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'old');
  await there.until(() => there.texts().includes('old'), 'heard');
  expect(await bram.client.setLifetime(id, 7)).toEqual({ ok: true });
  for (const one of [here, there]) {
    const view = await one.until(({ lifetime }) => lifetime === 7, 'seven days');
    const event = { type: 'event', event: 'lifetime', name: 'bram', days: 7 };
    expect(view.items.map(({ body }) => body)).toContainEqual(event);
  }
  expect(here.view()?.unread).toBe(0);
  bram.network.cut();
  days = 6;
  await say(amara, id, 'young');
  await here.until(() => here.item('young').seq !== null, 'young is stored');
  expect(there.texts()).toEqual(['old']);
  days = 8;
  await here.until(() => here.texts().join() === 'young', 'what was old is gone');
  await there.until(() => there.texts().length === 0, 'gone while offline');

  // Looked after at once, as every hour.
  await setting(1000);
  const second = await anotherDevice(server.origin, 'amara', undefined, new MemoryStorages());
  const elsewhere = second.conversation(id);
  await elsewhere.until(() => elsewhere.texts().includes('young'), 'what is young, on a new device');
  expect(elsewhere.texts()).toEqual(['young']);
  // It was said again while people wrote.
  await elsewhere.until(({ lifetime }) => lifetime === 7, 'the new device knows it');
  bram.network.restore();
  bram.client.hurry();
  await online(bram);
  await there.until(() => there.texts().join() === 'young', 'the same at Bram');
  expect(await amara.client.setLifetime(id, 0)).toEqual({ ok: true });
  await there.until(({ lifetime }) => lifetime === 0, 'no bound any more');
  await setting(null);
  for (const device of [amara, bram, second]) device.close();
});

test("[L16] the server's setting empties the server's copy, and no device loses anything by it", async () => {
  const [cato, dora] = [await person('cato'), await person('dora')];
  const [here, there, id] = await talking(cato, dora);
  await say(cato, id, 'kept by those who have it');
  await there.until(() => there.texts().length === 1, 'it came');
  days = 3;
  await setting(2);
  await say(dora, id, 'young');
  await here.until(() => here.texts().length === 2, 'the next came');
  const again = openDevice(server.origin, cato.storages, undefined, clock);
  cato.close();
  await online(again);
  expect(there.texts()).toEqual(['kept by those who have it', 'young']);
  const second = openDevice(server.origin, new MemoryStorages(), undefined, clock);
  await second.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await second.client.login('dora', PASSWORD)).toEqual({ ok: true });
  const elsewhere = second.conversation(id);
  const view = await elsewhere.until(() => elsewhere.texts().includes('young'), 'what is young');
  expect(view.items.map(({ body }) => body.type)).toEqual(['not_kept', 'text']);
  await again.until(({ caughtUp }) => caughtUp, 'all is here');
  const mine = again.conversation(id);
  await mine.until(() => mine.texts().length === 2, 'both, after a new start');
  await setting(null);
  for (const device of [again, dora, second]) device.close();
});
