import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { enterKeyless } from '../../src/client/account/complete.ts';
import type { Storage } from '../../src/client/ports.ts';
import type { Entered } from '../../src/protocol/api/certificates.ts';
import { MemoryStorages, Network, type TestDevice, openDevice } from '../support/device.ts';
import { registerOnLine } from '../support/line.ts';
import { PASSWORD, type Person, anotherDevice, newPerson, online, say } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { certificateAttempt } from '../support/terminal.ts';

// A client that is killed on its way in, after any of its steps: the next start leads into the account, or to a page where
// the person comes in. Passwords are stand-ins, so that every step can be tried.

vi.mock('@noble/curves/ed25519.js', () => import('../simulation/quick/ed25519.ts'));
vi.mock('../../src/crypto/password.ts', () => import('../simulation/quick/password.ts'));
vi.mock('../../src/crypto/verify/opaqueServer.ts', () => import('../simulation/quick/opaqueServer.ts'));

const NEXT = 'another fine password';
/** Every step in the soak; else every second one, from the first or from the second. */
const EVERY = process.env['WAXWING_SOAK'] ? 1 : 2;

let server: TestServer;
let friend: Person;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  friend = await newPerson(server.origin, 'friend');
});
afterAll(async () => {
  friend.close();
  await server.close();
});

type Outcome = Promise<{ readonly ok: boolean }>;

interface Way {
  /** Makes ready for one attempt. */
  readonly before?: (name: string, storages: MemoryStorages) => Promise<void>;
  readonly act: (device: TestDevice, name: string) => Promise<unknown>;
  /** Which request is the first that counts as a step. */
  readonly from?: string;
  /** What the person does where the next start lets nobody in by itself. */
  readonly again: (device: TestDevice, name: string) => Outcome;
  /** So many devices the account has then: none is left behind of which nobody has the keys. */
  readonly devices?: number;
}

const account = async (name: string) => (await newPerson(server.origin, name)).close();
const entersAgain = ({ client }: TestDevice, name: string, password = PASSWORD) => client.login(name, password);
const codes = new Map<string, string>();

const ways: Record<string, Way> = {
  registration: {
    act: ({ client }, username) => client.register({ username, password: PASSWORD }),
    again: async (device, name) => {
      const entered = await entersAgain(device, name);
      return entered.ok ? entered : device.client.register({ username: name, password: PASSWORD });
    },
    devices: 1,
  },
  'registration, said again': {
    act: ({ client }, username) => client.register({ username, password: PASSWORD }),
    again: async ({ client }, username) => {
      const again = await client.register({ username, password: NEXT });
      if (again.ok) await opensElsewhere(username, again.recoveryCode);
      return again;
    },
  },
  'log-in': { before: account, act: entersAgain, again: entersAgain, devices: 2 },
  'log-in where a device has logged out': {
    before: async (name) => {
      const one = await newPerson(server.origin, name);
      await one.client.logout();
      one.close();
    },
    act: entersAgain,
    again: entersAgain,
  },
  recovery: {
    before: async (name) => {
      const one = await newPerson(server.origin, name);
      codes.set(name, one.recoveryCode);
      one.close();
    },
    act: ({ client }, name) => client.recover(name, codes.get(name) ?? '', NEXT),
    again: async (device, name) => {
      const entered = await entersAgain(device, name, NEXT);
      return entered.ok ? entered : device.client.recover(name, codes.get(name) ?? '', NEXT);
    },
  },
  'completion without a password': {
    before: async (name, storages) => {
      const http = new Cookies(server.origin);
      const shown = await registerOnLine(server, name);
      const { json } = await certificateAttempt(http, { username: name, ...shown });
      const [cookie = '', value = ''] = http.cookie?.split(/=(.*)/) ?? [];
      storages.cookies.set(cookie, value);
      await enterKeyless(storages, json as Entered);
    },
    act: ({ client }) => client.completeAccount({ password: null }),
    again: async ({ client }, name) => {
      const again = await client.completeAccount({ password: null });
      if (again.ok) await opensElsewhere(name, again.recoveryCode);
      return again;
    },
  },
  linking: {
    before: account,
    from: '/linking/finish',
    act: async (device, name) => {
      const old = await anotherDevice(server.origin, name);
      await device.client.startLinking();
      const { linking } = await device.until((state) => state.linking !== null, 'a code');
      await old.client.findLinking(`${server.origin}${linking?.link}`);
      await old.client.grantLinking(PASSWORD);
      await device.until(({ phase, linking: now }) => phase === 'in' || now?.failure !== null, 'in, or not');
      old.close();
    },
    again: entersAgain,
  },
};

test('[A27] a session that stayed where the keys are gone is left, and another one begins on a new device', async () => {
  const one = await newPerson(server.origin, 'stranded');
  one.close();
  const storages = new MemoryStorages();
  for (const [name, value] of one.storages.cookies) storages.cookies.set(name, value);
  const next = openDevice(server.origin, storages);
  await next.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await entersAgain(next, 'stranded')).toEqual({ ok: true });
  await canSpeak(next, 'here again');
  next.close();
});

test.each(Object.entries(ways))(
  '[A27] killed after any step of %s, a client comes in',
  async (word, way) => {
    expect(await everyStep(word.replaceAll(/[^a-z]/g, '').slice(0, 14) + word.length, way)).toBeGreaterThan(3);
  },
  180_000,
);

/** Answers how many steps there were, at least. */
async function everyStep(word: string, { before, act, from, again, devices }: Way): Promise<number> {
  for (let steps = randomInt(1, EVERY + 1); ; steps += EVERY) {
    const name = `${word}${steps}`;
    const storages = new ToldStorages();
    await before?.(name, storages);
    const left = await killedAfter(steps, storages, from ?? '', (device) => act(device, name));
    if (!left) return steps - EVERY;
    const next = openDevice(server.origin, left);
    await next.until(({ phase }) => phase !== 'starting', 'a start');
    const entered = next.state().phase === 'in' || (await again(next, name));
    if (entered !== true && !entered.ok) throw new Error(`after ${steps} steps: ${JSON.stringify(entered)}`);
    await canSpeak(next, `after ${steps} steps`);
    const listed = await next.client.devices();
    const count = listed.ok ? listed.devices.length : 0;
    if (devices !== undefined && count !== devices) throw new Error(`after ${steps} steps: ${count} devices`);
    next.close();
  }
}

async function canSpeak(device: TestDevice, text: string): Promise<void> {
  await online(device);
  const started = await device.client.startDirect('friend');
  if (!started.ok) throw new Error(`${text}: ${started.code}`);
  const here = device.conversation(started.conversation);
  await say(device, started.conversation, text);
  await here.until(() => here.item(text).seq !== null, `stored ${text}`);
}

async function opensElsewhere(name: string, recoveryCode: string): Promise<void> {
  const other = openDevice(server.origin);
  await other.until(({ phase }) => phase === 'out', 'nobody is logged in');
  const recovered = await other.client.recover(name, recoveryCode, PASSWORD);
  if (!recovered.ok) throw new Error(`the code of ${name}: ${recovered.code}`);
  other.close();
}

/** What lay on the disk of a device that was killed right after so many steps; null: it was done before. */
async function killedAfter(
  steps: number,
  storages: ToldStorages,
  from: string,
  act: (device: TestDevice) => Promise<unknown>,
): Promise<MemoryStorages | null> {
  const network = new Network();
  const device = openDevice(server.origin, storages, network);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  const { promise: death, resolve: died } = Promise.withResolvers<null>();
  let left: MemoryStorages | null = null;
  let begun = from === '';
  let count = 0;
  const step = () => {
    if (!begun || left || ++count < steps) return;
    left = storages.copy();
    network.cut();
    device.close();
    died(null);
  };
  storages.onWrite = step;
  network.lie = (path, answer) => {
    begun ||= path.endsWith(from);
    step();
    if (left) throw new Error('killed');
    return answer;
  };
  await Promise.race([act(device), death]);
  device.close();
  return left;
}

/** Storages that say when something has been written. */
class ToldStorages extends MemoryStorages {
  onWrite: () => void = () => undefined;

  override async open(name: string): Promise<Storage> {
    const storage = await super.open(name);
    return {
      get: (key) => storage.get(key),
      range: (from, to, options) => storage.range(from, to, options),
      close: () => storage.close(),
      write: async (changes) => {
        await storage.write(changes);
        this.onWrite();
      },
    };
  }
}
