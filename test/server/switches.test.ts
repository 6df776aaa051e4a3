import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyFile } from '../../src/cli/ssh/keyFile.ts';
import { signWith } from '../../src/cli/ssh/signer.ts';
import { newAccount } from '../../src/client/account/newAccount.ts';
import { loginBySsh } from '../../src/client/account/sshLogin.ts';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { getSelf } from '../../src/protocol/api/account.ts';
import { listSettings, listSwitches, setSetting, turnSwitch } from '../../src/protocol/api/adminSwitches.ts';
import { startConversation } from '../../src/protocol/api/conversations.ts';
import { finishRegistration, startRegistration } from '../../src/protocol/api/registration.ts';
import { createThread } from '../../src/protocol/api/threads.ts';
import { addSshKeys } from '../../src/protocol/api/sshKeys.ts';
import { settingNames } from '../../src/protocol/serverSettings.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { type Door, type SwitchName, switches, switchNames } from '../../src/protocol/switches.ts';
import { runServer } from '../support/command.ts';
import { enterLine, onOneLine, openLine, type Shown } from '../support/line.ts';
import { identify, say } from '../support/machine.ts';
import { PASSWORD, listen, newMember, textOf, type Member } from '../support/member.ts';
import { Cookies, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey, terminalKey } from '../support/terminal.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };

// Every switch at every door that it binds, on and off: what can be begun, and what becomes of what was begun before.

const random = (length: number) => new Uint8Array(randomBytes(length));
const freshName = (): string => `u${randomUUID().slice(0, 8)}`;

let server: TestServer;
let admin: Member;
let amara: Member;
let bram: Member;
/** Amara's, for the line and for the API. */
let shown: Shown;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  const setup = new URL(server.setupLink ?? '').hash.slice(1);
  admin = await newMember(server.origin, 'ruler', { setup });
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  await amara.api.call(addSshKeys, { body: { text: vectors.keys[0]!.line } });
  shown = await certifiedKey(amara.http);
  const thread = {
    thread: 'guests',
    mode: 'comments' as const,
    title: '',
    policy: 'open' as const,
    sites: [],
    answerers: [],
  };
  await admin.api.call(createThread, { body: thread });
});
afterAll(() => server.close());

const turn = (name: SwitchName, on: boolean) => admin.api.call(turnSwitch, { body: { name, on } });
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

async function bySsh(): Promise<Cookies> {
  const http = new Cookies(server.origin);
  const signer = readKeyFile(vectors.keys[0]!.privateKey);
  await loginBySsh(new Server(http), server.origin, 'amara', (message, namespace) =>
    signWith(signer, namespace, message),
  );
  return http;
}

async function byCertificate(): Promise<Cookies> {
  const http = new Cookies(server.origin);
  const { status, json } = await certificateAttempt(http, { username: 'amara', ...shown });
  if (status !== 200) throw new Error((json as { code: string }).code);
  return http;
}

async function onLine(username = freshName()): Promise<string> {
  const line = await openLine(server);
  line.say(`/register ${username} ${onOneLine(await (await terminalKey()).request())}`);
  const answer = await line.next();
  if (answer === 'Registration Succeeded') await line.next();
  line.say('/exit');
  const [more] = await line.left();
  await line.closed;
  return more ?? answer;
}

/** The two halves of a registration, with whatever happens in between. */
async function registerAround(between: () => Promise<unknown>): Promise<string> {
  const api = new Server(new Cookies(server.origin));
  const username = freshName();
  const asked = { username, password: PASSWORD };
  const made = await newAccount({ server: api, random, deviceLabel: 'By hand' }, asked, (body) =>
    api.call(startRegistration, { body: { username, ...body } }),
  );
  await between();
  return codeOf(api.call(finishRegistration, { body: { username, ...made.brought } }));
}

const logIn = (http = new Cookies(server.origin)) => codeOf(openByPassword(new Server(http), 'amara', PASSWORD));
const startWithBram = () => amara.api.call(startConversation, { body: { kind: 'direct', with: bram.account } });
const sealedNow = async (): Promise<string> => ((await startWithBram()).sealed ? 'sealed' : 'clear');

async function sayInClear(): Promise<string> {
  const talk = await listen(amara);
  const { id, content } = textOf('can the server read this?');
  talk.say({ op: 'say', ref: 1, conversation: clear, id, content });
  const answer = await talk.until(({ ev }) => ev === 'ack' || ev === 'refused');
  await talk.close();
  return answer.ev === 'refused' ? answer.code : 'done';
}
let clear: string;

async function tellOnLine(): Promise<string> {
  const line = await enterLine(server, 'amara', shown);
  line.say('@bram can the server read this?');
  const answer = await line.until((one) => one.includes('private messages are') || one.includes('@bram can'));
  line.say('/exit');
  await line.closed;
  return answer.startsWith('error: ') ? answer : 'done';
}

const status = async (method: string, path: string, given: object = {}): Promise<string> =>
  String((await raw(server.origin, method, path, given)).status);
const comment = { body: { name: 'Ada', email: 'ada@example.org', message: 'Hello.' } };

interface Binding {
  readonly door: Door;
  readonly act: string;
  readonly asks: () => Promise<string>;
  readonly on: string;
  readonly off: string;
}

const bindings: Record<SwitchName, readonly Binding[]> = {
  registration: [
    {
      door: 'api',
      act: 'register',
      asks: () => codeOf(newMember(server.origin, freshName())),
      on: 'done',
      off: 'registration_closed',
    },
    {
      door: 'line',
      act: '/register',
      asks: onLine,
      on: 'Registration Succeeded',
      off: 'error: registration is by invitation only',
    },
  ],
  encryption: [
    { door: 'api', act: 'open a conversation', asks: sealedNow, on: 'sealed', off: 'clear' },
    { door: 'socket', act: 'say in clear', asks: sayInClear, on: 'encryption_required', off: 'done' },
    {
      door: 'line',
      act: '@user',
      asks: tellOnLine,
      on: 'error: private messages are encrypted; use waxwing chat',
      off: 'done',
    },
  ],
  'ssh-authentication': [
    { door: 'api', act: 'log in', asks: () => codeOf(bySsh()), on: 'done', off: 'forbidden' },
    { door: 'socket', act: 'open one by its session', asks: () => socketOf(bySsh), on: 'done', off: 'forbidden' },
  ],
  'certificate-authentication': [
    { door: 'api', act: 'log in', asks: () => codeOf(byCertificate()), on: 'done', off: 'forbidden' },
    {
      door: 'api',
      act: 'get one',
      asks: () => codeOf(certifiedKey(amara.http)),
      on: 'done',
      off: 'no certificate: 403',
    },
    {
      door: 'socket',
      act: 'open one by its session',
      asks: () => socketOf(byCertificate),
      on: 'done',
      off: 'forbidden',
    },
    {
      door: 'line',
      act: '/register',
      asks: onLine,
      on: 'Registration Succeeded',
      off: 'error: certificates are switched off on this server',
    },
    {
      door: 'line',
      act: 'come with one',
      asks: comeWithOne,
      on: 'done',
      off: 'error: certificates are switched off on this server',
    },
  ],
  'password-authentication': [{ door: 'api', act: 'log in', asks: () => logIn(), on: 'done', off: 'forbidden' }],
  'machine-enrolment': [
    {
      door: 'ingest',
      act: 'IDENTIFY',
      asks: async () => String((await say(server.origin, identify(freshName())))[0]),
      on: '200',
      off: '403',
    },
  ],
  'public-comments': [
    { door: 'public', act: 'read', asks: () => status('GET', '/public/guests'), on: '200', off: '404' },
    { door: 'public', act: 'write', asks: () => status('POST', '/public/guests', comment), on: '201', off: '404' },
  ],
  approval: [
    {
      door: 'api',
      act: 'register',
      asks: async () => codeOf((await newMember(server.origin, freshName())).api.call(getSelf)),
      on: 'approval_pending',
      off: 'done',
    },
    {
      door: 'line',
      act: '/register',
      asks: onLine,
      on: 'an admin has to approve this account before it can log in',
      off: 'Registration Succeeded',
    },
  ],
};

/** A session that is on no device gets no socket: the API says so, once it knows the session. */
const socketOf = async (begin: () => Promise<Cookies>): Promise<string> => {
  const said = await codeOf(begin().then((http) => new Server(http).call(openSocket)));
  return said === 'device_required' ? 'done' : said;
};

async function comeWithOne(): Promise<string> {
  const line = await openLine(server, { shows: shown });
  line.say('/login amara');
  const answer = await line.next();
  line.say('/exit');
  await line.closed;
  return answer === 'Authentication Succeeded' ? 'done' : answer;
}

beforeAll(async () => {
  await turn('encryption', false);
  clear = (await startWithBram()).conversation;
  await turn('encryption', true);
});

describe.each(switchNames)('[M53] [003.2] [G1] [G3] %s', (name) => {
  const { binds, default: standard } = switches[name];

  test('is looked at here at every door that the table names, and at no other', () => {
    expect([...new Set(bindings[name].map(({ door }) => door))].toSorted()).toEqual(binds.toSorted());
  });

  test('is as by default, then the other way, then back', async () => {
    const { switches: all } = await admin.api.call(listSwitches);
    expect(all.find((each) => each.name === name)).toEqual({ name, on: standard, default: standard });
    for (const on of [standard, !standard, standard]) {
      expect(await turn(name, on)).toMatchObject({ name, on });
      for (const { door, act, asks, ...expected } of bindings[name])
        expect(`${door}: ${act}: ${await asks()}`).toBe(`${door}: ${act}: ${on ? expected.on : expected.off}`);
    }
  });
});

describe('[G3] what was begun ends within a second of the turn', () => {
  /** Turns it off, looks, and turns it on again. */
  async function whileOff(name: SwitchName, look: () => Promise<void>): Promise<void> {
    await turn(name, false);
    try {
      await look();
    } finally {
      await turn(name, switches[name].default);
    }
  }
  const within = async (closed: Promise<unknown>): Promise<boolean> => {
    const late = new Promise<false>((resolve) => void setTimeout(resolve, 1000, false));
    return Promise.race([closed.then(() => true), late]);
  };

  test('registration: the second half is refused, and taken once it is on again', async () => {
    const said = await registerAround(() => turn('registration', false));
    await turn('registration', true);
    expect(said).toBe('registration_closed');
    expect(await registerAround(() => turn('registration', true))).toBe('done');
  });

  test('registration: a name that is kept on the line is free, and its request comes too late', async () => {
    const [first, second] = [await openLine(server), await openLine(server)];
    const name = freshName();
    first.say(`/register ${name}`);
    expect(await first.next()).toBe('Registration Succeeded');
    second.say(`/register ${name}`);
    expect(await second.next()).toBe('error: user already exists');
    await whileOff('registration', async () => {
      first.say(`/csr ${onOneLine(await (await terminalKey()).request())}`);
      expect(await first.next()).toBe('error: log in first');
    });
    second.say(`/register ${name}`);
    expect(await second.next()).toBe('Registration Succeeded');
    for (const line of [first, second]) line.say('/exit');
  });

  test.each(['ssh-authentication', 'certificate-authentication'] as const)(
    '%s: its sessions, and sockets',
    async (name) => {
      await turn(name, true);
      const http = await (name === 'ssh-authentication' ? bySsh() : byCertificate());
      const cato = await newMember(server.origin, freshName());
      const own = await listen(cato);
      expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 200 });
      await whileOff(name, async () => {
        expect(await http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
        expect(await amara.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 200 });
      });
      expect(own.socket.readyState).toBe(own.socket.OPEN);
      await own.close();
    },
  );

  test('certificate-authentication: lines that showed one close', async () => {
    const line = await enterLine(server, 'amara', shown);
    const bare = await openLine(server);
    await whileOff('certificate-authentication', async () => {
      expect(await within(line.closed)).toBe(true);
      expect(line.heard.at(-1)).toBe('error: invalid credentials');
    });
    expect(bare.isOpen()).toBe(true);
    bare.say('/exit');
  });

  test('[A23] password-authentication: a log-in that was begun is not finished; who is in stays', async () => {
    const http = new Cookies(server.origin);
    const late = http.raw.bind(http);
    http.raw = async (method, path, given) => {
      if (path === '/api/v1/login/finish') await turn('password-authentication', false);
      return late(method, path, given);
    };
    const said = await logIn(http);
    const stays = await amara.http.raw('GET', '/api/v1/account');
    await turn('password-authentication', true);
    expect(said).toBe('forbidden');
    expect(stays).toMatchObject({ status: 200 });
  });
});

describe('[M53] [L1] no conversation changes from sealed to clear or back', () => {
  test('whenever the switch is turned while people open them and write', async () => {
    const people = await Promise.all(Array.from({ length: 3 }, () => newMember(server.origin, freshName())));
    const talk = await listen(amara);
    const seen = new Map<string, Set<boolean>>();
    const refused = new Set<string>();
    let ref = 0;
    for (let round = 0; round < 12; round += 1) {
      const opening = people.map(({ account }) =>
        amara.api.call(startConversation, { body: { kind: 'direct', with: account } }),
      );
      const [, ...opened] = await Promise.all([turn('encryption', round % 2 === 1), ...opening]);
      for (const { conversation, sealed } of opened) {
        seen.set(conversation, (seen.get(conversation) ?? new Set()).add(sealed));
        if (!sealed) continue;
        const { id, content } = textOf('in clear');
        ref += 1;
        talk.say({ op: 'say', ref, conversation, id, content });
        const mine = ref;
        const answer = await talk.until((frame) => 'ref' in frame && frame.ref === mine);
        refused.add(answer.ev === 'refused' ? answer.code : answer.ev);
      }
    }
    await turn('encryption', true);
    expect([...seen.values()].map((kinds) => kinds.size)).toEqual(Array.from({ length: seen.size }, () => 1));
    expect(seen.size).toBe(2 * people.length);
    expect([...refused]).toEqual(['encryption_required']);
    await talk.close();
  });
});

describe('[M53] [003.2] [G3] what was turned and set is kept', () => {
  test('when the server is killed the moment that it has answered', async () => {
    const first = await runServer();
    const setup = new URL(first.setupLink ?? '').hash.slice(1);
    const ruler = await newMember(first.origin, 'ruler', { setup });
    const kept = switchNames.filter((name) => name !== 'password-authentication');
    for (const name of kept) await ruler.api.call(turnSwitch, { body: { name, on: !switches[name].default } });
    for (const name of settingNames) await ruler.api.call(setSetting, { body: { name, value: 60 } });
    await first.kill('SIGKILL');
    const again = await runServer({ data: first.data, port: Number(new URL(first.origin).port) });
    try {
      const { switches: all } = await ruler.api.call(listSwitches);
      const others = all.filter(({ on, default: standard }) => on !== standard).map(({ name }) => name);
      expect(others).toEqual(kept);
      const { settings } = await ruler.api.call(listSettings);
      expect(settings.map(({ value }) => value)).toEqual(settingNames.map(() => 60));
    } finally {
      await again.close();
    }
  });
});
