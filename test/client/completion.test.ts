import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterKeyless } from '../../src/client/account/complete.ts';
import type { Entered } from '../../src/protocol/api/certificates.ts';
import { MemoryStorages, type TestDevice, openDevice } from '../support/device.ts';
import { registerOnLine, type Shown } from '../support/line.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking, type Person } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt } from '../support/terminal.ts';

// An account that was made by a certificate request alone gets its encryption keys, from its first full client.

let server: TestServer;
let amara: Person;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  amara = await newPerson(server.origin, 'amara');
});
afterAll(async () => {
  amara.close();
  await server.close();
});

/** A device without keys, logged in by certificate. */
async function entered(username: string, shown: Shown): Promise<{ storages: MemoryStorages; answer: Entered }> {
  const http = new Cookies(server.origin);
  const { json } = await certificateAttempt(http, { username, ...shown });
  const storages = new MemoryStorages();
  const [name = '', value = ''] = http.cookie?.split(/=(.*)/) ?? [];
  storages.cookies.set(name, value);
  return { storages, answer: json as Entered };
}

async function keylessDevice(username: string, shown?: Shown): Promise<TestDevice> {
  const { storages, answer } = await entered(username, shown ?? (await registerOnLine(server, username)));
  await enterKeyless(storages, answer);
  const device = openDevice(server.origin, storages);
  await device.until(({ phase, keyless }) => phase === 'out' && keyless === username, 'without keys');
  return device;
}

test('[X10] [001.9] it makes them, talks in private, and comes in by password and recovery code elsewhere', async () => {
  const device = await keylessDevice('bram');
  const completed = await device.client.completeAccount({ password: PASSWORD });
  if (!completed.ok) throw new Error(completed.code);
  await online(device);
  expect(device.state()).toMatchObject({ keyless: null, self: { username: 'bram' }, alarms: [] });
  const bram = { ...device, username: 'bram', recoveryCode: completed.recoveryCode };
  const [here, there, id] = await talking(bram, amara);
  await say(bram, id, 'now in private');
  await there.until(() => there.texts().includes('now in private'), 'arrived');

  const second = await anotherDevice(server.origin, 'bram');
  const read = second.conversation(id);
  await read.until(() => read.texts().includes('now in private'), 'the past opens');
  const third = openDevice(server.origin);
  await third.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await third.client.recover('bram', completed.recoveryCode, 'another fine password')).toEqual({ ok: true });
  for (const each of [second, third, device]) each.close();
  here.close();
});

test('[X10] without a password the recovery code alone opens it', async () => {
  const device = await keylessDevice('cato');
  const completed = await device.client.completeAccount({ password: null });
  if (!completed.ok) throw new Error(completed.code);
  await online(device);
  const other = openDevice(server.origin);
  await other.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await other.client.login('cato', '')).toMatchObject({ ok: false, code: 'invalid_credentials' });
  expect(await other.client.recover('cato', completed.recoveryCode, PASSWORD)).toEqual({ ok: true });
  device.close();
  other.close();
});

test('[X10] keys that are there already and were not made here are an alarm, and are not taken', async () => {
  const shown = await registerOnLine(server, 'dora');
  const [late, first] = [await keylessDevice('dora', shown), await keylessDevice('dora', shown)];
  expect(await first.client.completeAccount({ password: PASSWORD })).toMatchObject({ ok: true });
  await online(first);
  expect(await late.client.completeAccount({ password: null })).toEqual({ ok: false, code: 'keys_exist' });
  expect(late.state()).toMatchObject({ phase: 'out', self: null });
  const { storages, answer } = await entered('dora', shown);
  await expect(enterKeyless(storages, answer)).rejects.toMatchObject({ code: 'keys_exist' });
  const device = openDevice(server.origin, storages);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(device.state()).toMatchObject({ keyless: null });
  expect(await device.client.completeAccount({ password: null })).toMatchObject({ ok: false, code: 'unauthenticated' });
  for (const each of [late, first, device]) each.close();
});

test('[X10] a lost answer is no alarm: said again, it is done', async () => {
  const device = await keylessDevice('emil');
  let lose = true;
  device.network.lie = (path, answer) => {
    if (!lose || path !== '/api/v1/account/keys/finish') return answer;
    lose = false;
    throw new Error('the network is down');
  };
  expect(await device.client.completeAccount({ password: PASSWORD })).toMatchObject({ ok: false, code: 'offline' });
  const again = await device.client.completeAccount({ password: 'another fine password' });
  if (!again.ok) throw new Error(again.code);
  await online(device);
  const other = openDevice(server.origin);
  await other.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await other.client.recover('emil', again.recoveryCode, PASSWORD)).toEqual({ ok: true });
  device.close();
  other.close();
});

test('[X10] a server that says another name, or other keys, gets nothing', async () => {
  const device = await keylessDevice('fay');
  const { network, client } = device;
  network.lie = (path, answer) =>
    path === '/api/v1/account' ? { self: { ...(answer as Entered).self, username: 'amara' }, device: null } : answer;
  const brought: string[] = [];
  network.onTraffic = (text) => void brought.push(text);
  expect(await client.completeAccount({ password: PASSWORD })).toEqual({ ok: false, code: 'keys_do_not_match' });
  expect(brought.filter((text) => text.includes('/account/keys/'))).toEqual([]);
  network.lie = (path, answer) =>
    path === '/api/v1/account/keys/finish' ? { ...(answer as object), account: amara.state().self!.account } : answer;
  expect(await client.completeAccount({ password: PASSWORD })).toEqual({ ok: false, code: 'keys_do_not_match' });
  expect(device.state()).toMatchObject({ phase: 'out', self: null });
  device.close();
});
