import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import type { AccountChain } from '../../src/crypto/verify/accountChain.ts';
import type { OwnKeys } from '../../src/protocol/api/keys.ts';
import { openDevice, systemClock } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const inDays = (count: number) => ({ ...systemClock, now: () => Date.now() + count * 24 * 3600_000 });

test('[C20] after 30 days a device has another box key, and reads what comes as before', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [, there, id] = await talking(amara, bram);
  await say(bram, id, 'before');
  await amara.until(({ unread }) => unread === 1, 'the first message');
  const device = amara.state().device ?? '';
  const before = (await chainOf('amara')).devices.get(device)?.boxKey;
  amara.close();

  const late = openDevice(server.origin, amara.storages, undefined, inDays(31));
  await online(late);
  await expect.poll(async () => (await chainOf('amara')).accountKeys.length).toBe(2);
  expect((await chainOf('amara')).devices.get(device)?.boxKey).not.toEqual(before);
  // The next key comes from another device, sealed to the new box key; this one reads on, also after a restart.
  const second = await anotherDevice(server.origin, 'amara');
  expect(await second.client.logout()).toEqual({ ok: true });
  await expect.poll(async () => (await chainOf('amara')).accountKeys.length).toBe(3);
  await say(bram, id, 'after');
  late.close();
  const again = openDevice(server.origin, amara.storages, undefined, inDays(31));
  await online(again);
  const here = again.conversation(id);
  await here.until(() => here.texts().join() === 'before,after', 'both messages');
  await there.until(() => there.item('after').state === 'delivered', 'delivered');
  expect(again.state().alarms.filter(({ kind }) => kind !== 'new_device')).toEqual([]);
  for (const one of [again, bram]) one.close();
});

test('[C21] a device to which an account key did not come as it should makes the next, and says so', async () => {
  const [cato, dora] = [await newPerson(server.origin, 'cato'), await newPerson(server.origin, 'dora')];
  const [, , id] = await talking(cato, dora);
  await say(dora, id, 'before');
  const second = await anotherDevice(server.origin, 'cato');
  const there = second.conversation(id);
  await there.until(() => there.texts().includes('before'), 'the first message');
  // What is served to the second device is not what was sealed to it, for this one generation.
  second.network.lie = (path, answer) => (path.includes('/account/keys?') ? garbled(answer, 2) : answer);
  cato.close();
  const late = openDevice(server.origin, cato.storages, undefined, inDays(31));
  await online(late);
  await second.until(({ alarms }) => alarms.some(({ kind }) => kind === 'account_key_replaced'), 'a plain line');
  expect((await chainOf('cato')).accountKeys).toHaveLength(3);
  await say(dora, id, 'under a key that both hold');
  for (const conversation of [late.conversation(id), there]) {
    await conversation.until(() => conversation.texts().length === 2, 'both messages');
    expect(conversation.view()?.waiting).toBe(null);
  }
  await say(second, id, 'nothing waits');
  await there.until(() => there.item('nothing waits').seq !== null, 'stored');
  for (const one of [late, second, dora]) one.close();
});

function garbled(answer: unknown, generation: number): unknown {
  const keys = answer as OwnKeys;
  const accountKeys = keys.accountKeys.map((record) => {
    if (record.generation !== generation) return record;
    return {
      ...record,
      seeds: record.seeds.map((seed) => ({ ...seed, sealed: `AQ${seed.sealed.slice(2).replaceAll('A', 'B')}` })),
    };
  });
  return { ...keys, accountKeys };
}

/** As the account's next log-in reads it. */
async function chainOf(username: string): Promise<AccountChain> {
  const { chain } = await openByPassword(new Server(new Cookies(server.origin)), username, PASSWORD);
  return chain;
}
