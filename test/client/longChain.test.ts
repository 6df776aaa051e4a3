import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register, reset } from '../../src/client/account/register.ts';
import { nextAccountKey } from '../../src/client/account/renewal.ts';
import { Server } from '../../src/client/server.ts';
import { accountKeyEntry, deviceBoxKeyEntry } from '../../src/crypto/chainEntries.ts';
import { newDeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { extendChain, readChain, type AccountChain } from '../../src/crypto/verify/accountChain.ts';
import { appendToChain, getChain, getOwnKeys } from '../../src/protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { limits } from '../../src/protocol/limits.ts';
import { adminLink } from '../support/admin.ts';
import { Network } from '../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));
const LENGTH = 2 * limits.chainPage + 5;

let server: TestServer;
let api: Server;
let chain: AccountChain;
beforeAll(async () => {
  server = await bootServer({ rates: { 'account: chain': { burst: 1000, perMinute: 1000 } } });
  api = new Server(new Cookies(server.origin));
  chain = await longChain();
});
afterAll(() => server.close());

/** Amara's chain: more than two pages of entries, every fiftieth with an account key. */
async function longChain(): Promise<AccountChain> {
  const registration = { username: 'amara', password: PASSWORD };
  const { login } = await register({ server: api, random, deviceLabel: 'By hand' }, registration);
  const seeds = new Map(login.seeds);
  let grown = readChain(login.entries);
  while (grown.number < LENGTH) {
    const next = grown.number % 50 === 0 ? await nextAccountKey(grown, seeds, null, random) : null;
    const entry = next
      ? accountKeyEntry(grown, { device: login.held.device }, next.key)
      : deviceBoxKeyEntry(grown, login.held.device, (await newDeviceKeys(random)).box.publicKey);
    await api.call(appendToChain, {
      body: { entry: toBase64url(entry), ...(next && { accountKey: next.record }) },
    });
    if (next) seeds.set(next.record.generation, next.seed);
    grown = extendChain(grown, entry);
  }
  return grown;
}

test('[C23] a chain comes in pages, and its head says how far it goes', async () => {
  const params = { account: toBase64url(chain.account) };
  const sizes: number[] = [];
  for (let after = 0; after < chain.number;) {
    const { entries, person } = await api.call(getChain, { params, query: { after } });
    expect(person.chainHead).toEqual({ number: chain.number, hash: toBase64url(chain.hash) });
    expect(fromBase64url(entries[0]!)).toBeInstanceOf(Uint8Array);
    sizes.push(entries.length);
    after += entries.length;
  }
  expect(sizes).toEqual([100, 100, 5]);
  expect((await api.call(getChain, { params, query: { after: chain.number } })).entries).toEqual([]);
});

test('[C23] the own keys come in pages, each account key beside the entry that brought it', async () => {
  const generations: number[][] = [];
  for (const after of [0, 100, 200, chain.number]) {
    const page = await api.call(getOwnKeys, { query: { after } });
    expect(page.more).toBe(after + page.chain.length < chain.number);
    generations.push(page.accountKeys.map(({ generation }) => generation));
  }
  expect(generations).toEqual([[1, 2], [3, 4], [5], []]);
});

test('[C23] a new device and a contact read all pages, and afterwards only what is new', async () => {
  const network = new Network();
  const asked: string[] = [];
  network.onTraffic = (text) => void (text.includes('/api/v1/account/keys') && asked.push(text));
  const device = await anotherDevice(server.origin, 'amara', PASSWORD, undefined, network);
  expect(asked.filter((text) => text.includes('after=100') || text.includes('after=200')).length).toBeGreaterThan(1);
  const bram = await newPerson(server.origin, 'bram');
  const [there, here, id] = await talking(bram, { ...device, username: 'amara', recoveryCode: '' });
  await say(bram, id, 'to the newest of her keys');
  await here.until(() => here.texts().includes('to the newest of her keys'), 'a message under the newest account key');
  await say(device, id, 'and back');
  await there.until(() => there.texts().includes('and back'), 'the answer');

  asked.length = 0;
  network.cut();
  await device.until(({ connection }) => connection !== 'online', 'the line is cut');
  network.restore();
  await device.until(({ connection }) => connection === 'online', 'another line');
  const numbers = asked.flatMap((text) => /after=(\d+)/.exec(text)?.[1] ?? []).map(Number);
  expect(numbers.length).toBeGreaterThan(0);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(LENGTH);
  device.close();
  bram.close();
});

test('[C23] whoever holds a reset link reads the whole chain before they extend it', async () => {
  const token = await adminLink(server, { act: 'reset', name: 'amara' });
  const http = new Server(new Cookies(server.origin));
  const { login } = await reset({ server: http, random, deviceLabel: 'Anew' }, token, PASSWORD);
  expect(readChain(login.entries).resets).toBe(1);
  expect(login.entries.length).toBeGreaterThan(LENGTH);
});
