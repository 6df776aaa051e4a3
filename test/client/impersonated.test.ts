import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OwnAccount } from '../../src/client/account/own.ts';
import { nextAccountKey } from '../../src/client/account/renewal.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { keys } from '../../src/client/storageKeys.ts';
import { accountKeyEntry } from '../../src/crypto/chainEntries.ts';
import { type MemoryStorages, type TestDevice, openDevice, systemClock } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say, talking } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

const inAMonth = { ...systemClock, now: () => Date.now() + 31 * 24 * 3600_000 };
const alarms = (device: TestDevice) => device.state().alarms.map(({ kind }) => kind);
const isTold = (device: TestDevice) => device.until(() => alarms(device).includes('impersonated'), 'an alarm');

test('[M05] [C25] an entry in the name of this device that it did not make is an alarm, once', async () => {
  const amara = await newPerson(server.origin, 'amara');
  const thief = await Thief.of(amara);
  await thief.append();
  await isTold(amara);
  expect(alarms(amara)).toEqual(['impersonated']);
  amara.close();
  // It was told: neither a restart tells it again, nor one after it was put away.
  const again = openDevice(server.origin, amara.storages);
  await online(again);
  expect(alarms(again)).toEqual(['impersonated']);
  await again.client.dismissAlarm(again.state().alarms[0]?.id ?? '');
  again.close();
  const later = openDevice(server.origin, amara.storages);
  await online(later);
  expect(alarms(later)).toEqual([]);
  // The next one is told anew.
  await thief.append();
  await isTold(later);
  later.close();
});

test('[C25] what was appended while the device was off, or logged out, is told when it comes back', async () => {
  const bram = await newPerson(server.origin, 'bram');
  bram.close();
  const thief = await Thief.of(bram);
  await thief.append();
  const loggedOut = bram.storages.copy();
  const back = openDevice(server.origin, bram.storages);
  await isTold(back);
  back.close();

  loggedOut.cookies.clear();
  const expired = openDevice(server.origin, loggedOut);
  await expired.until(({ phase }) => phase === 'out', 'the session is over');
  expect(await expired.client.login('bram', PASSWORD)).toEqual({ ok: true });
  await isTold(expired);
  expired.close();
});

test('[C25] own entries are known again: after a lost answer, a restart in between, and in a second tab', async () => {
  const cato = await newPerson(server.origin, 'cato');
  // Since when its keys are in use, the device knows.
  const storage = await accountOf(cato.storages);
  await expect.poll(async () => storage.get(keys.service)).toBeDefined();
  const second = await anotherDevice(server.origin, 'cato');
  cato.close();
  const late = openDevice(server.origin, cato.storages, undefined, inAMonth);
  const tab = openDevice(server.origin, cato.storages);
  // The server takes what comes; its answers are lost.
  late.network.lie = (path, answer) => {
    if (path.endsWith('/account/chain')) throw new Error('the line broke');
    return answer;
  };
  await reached('cato', 3);
  late.close();
  const again = openDevice(server.origin, cato.storages, undefined, inAMonth);
  await reached('cato', 4);
  await online(again);
  await online(tab);
  const dora = await newPerson(server.origin, 'dora');
  const [here, , id] = await talking({ ...again, username: 'cato', recoveryCode: '' }, dora);
  await say(again, id, 'nothing happened');
  await here.until(() => here.item('nothing happened').seq !== null, 'stored');
  for (const one of [again, tab, second]) expect(alarms(one)).not.toContain('impersonated');
  // Logging out is an entry of this device too.
  expect(await again.client.logout()).toEqual({ ok: true });
  for (const one of [again, tab, second, dora]) one.close();
});

test('[M27] [N9] a device that was added while this one was off is told when it comes back', async () => {
  const enno = await newPerson(server.origin, 'enno');
  enno.close();
  const second = await anotherDevice(server.origin, 'enno');
  const back = openDevice(server.origin, enno.storages);
  await back.until(() => alarms(back).includes('new_device'), 'an alarm');
  expect(alarms(second)).toEqual([]);
  for (const one of [back, second]) one.close();
});

test('[C25] a log-in on a device that was here before takes no older chain', async () => {
  const finn = await newPerson(server.origin, 'finn');
  const second = await anotherDevice(server.origin, 'finn');
  await finn.until(() => alarms(finn).includes('new_device'), 'the second device');
  finn.close();
  finn.storages.cookies.clear();
  const back = openDevice(server.origin, finn.storages);
  await back.until(({ phase }) => phase === 'out', 'the session is over');
  back.network.lie = (path, answer) => (path.endsWith('/login/finish') ? withOneEntry(answer) : answer);
  expect(await back.client.login('finn', PASSWORD)).toEqual({ ok: false, code: 'keys_do_not_match' });
  back.network.lie = null;
  expect(await back.client.login('finn', PASSWORD)).toEqual({ ok: true });
  for (const one of [back, second]) one.close();
});

function withOneEntry(answer: unknown): unknown {
  const { keys: given, ...rest } = answer as { keys: { chain: unknown[]; accountKeys: unknown[] } };
  return { ...rest, keys: { ...given, chain: given.chain.slice(0, 1), accountKeys: given.accountKeys.slice(0, 1) } };
}

/** Whoever copied a device's profile: its keys and its session. */
class Thief {
  readonly #own: OwnAccount;

  private constructor(own: OwnAccount) {
    this.#own = own;
  }

  static async of({ storages }: TestDevice): Promise<Thief> {
    const stolen = storages.copy();
    const line = new Cookies(server.origin);
    line.cookie = [...stolen.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = await OwnAccount.load(await accountOf(stolen), new Server(line));
    if (!own) throw new Error('nobody is logged in there');
    return new Thief(own);
  }

  /** The account's next key, in the name of the device. */
  async append(): Promise<void> {
    const own = this.#own;
    await own.refresh();
    const newest = own.newestSeed();
    if (!newest) throw new Error('a seed');
    const random = (length: number) => new Uint8Array(randomBytes(length));
    const next = await nextAccountKey(own.chain, new Map([[newest.generation, newest.seed]]), null, random);
    await own.append(accountKeyEntry(own.chain, { device: own.device }, next.key), next);
  }
}

const accountOf = (storages: MemoryStorages) => storages.open(storages.names().find((name) => name !== 'device') ?? '');

/** Waits until the account's chain has that many entries. */
async function reached(username: string, number: number): Promise<void> {
  const length = async () => {
    const { chain } = await openByPassword(new Server(new Cookies(server.origin)), username, PASSWORD);
    return chain.number;
  };
  await expect.poll(length).toBeGreaterThanOrEqual(number);
}
