import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { selfRemovedEntry } from '../../src/crypto/chainEntries.ts';
import { appendToChain } from '../../src/protocol/api/account.ts';
import { actOnPerson } from '../../src/protocol/api/adminPeople.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import type { Access, Route } from '../../src/protocol/route.ts';
import { routes } from '../../src/protocol/routes.ts';
import { ClientFrame } from '../../src/protocol/socket.ts';
import { enterLine, openLine } from '../support/line.ts';
import { enter } from '../support/machine.ts';
import { PASSWORD, chainOf, listen, newMember, type Member } from '../support/member.ts';
import { Cookies, raw, type RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey } from '../support/terminal.ts';

// Who may do what is data: the access of each route. Every role asks for every route here, with a form that no route
// takes, so that nothing is done: whoever may gets `invalid`, and nobody else learns so much.

let server: TestServer;
let admin: Member;
let member: Member;
let withoutDevice: Cookies;
let token: string;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  const setup = new URL(server.setupLink ?? '').hash.slice(1);
  admin = await newMember(server.origin, 'ruler', { setup });
  member = await newMember(server.origin, 'member');
  withoutDevice = new Cookies(server.origin);
  await openByPassword(new Server(withoutDevice), 'member', PASSWORD);
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  token = await enter(server.origin, 'dale');
});
afterAll(() => server.close());

/** What each role is told by a route of that access; null: it may. */
const refusals: Record<string, Record<Access, string | null>> = {
  nobody: { nobody: null, session: 'unauthenticated', device: 'unauthenticated', admin: 'unauthenticated' },
  'a machine': { nobody: null, session: 'unauthenticated', device: 'unauthenticated', admin: 'unauthenticated' },
  'a visitor': { nobody: null, session: 'unauthenticated', device: 'unauthenticated', admin: 'unauthenticated' },
  'a session without a device': { nobody: null, session: null, device: 'device_required', admin: 'device_required' },
  'a device': { nobody: null, session: null, device: null, admin: 'forbidden' },
  'an admin': { nobody: null, session: null, device: null, admin: null },
};

/** Ends what the others still need. */
const ending = ['logout', 'logoutEverywhere'];
const all = Object.entries<Route>(routes).filter(([name]) => !ending.includes(name));

function ask(role: string, { method, path, body }: Route): Promise<RawAnswer> {
  const address = path.replace(/:\w+/g, '!').concat(method === 'GET' ? '?after=%21&before=%21' : '');
  const given = body ? { body: [] } : {};
  const by = (headers: Record<string, string>) => raw(server.origin, method, address, { ...given, headers });
  if (role === 'a machine') return by({ authorization: `Bearer ${token}` });
  if (role === 'a visitor') return by({ cookie: `waxwing-author=${'A'.repeat(22)}.${'A'.repeat(43)}` });
  if (role === 'nobody') return by({});
  const http = role === 'an admin' ? admin.http : role === 'a device' ? member.http : withoutDevice;
  return http.raw(method, address, given);
}

describe.each(Object.keys(refusals))('[M24] [H2] [000.6] [001.13] %s', (role) => {
  test.each(all)('%s', async (_, route) => {
    const { status, json } = await ask(role, route);
    const { code } = (json ?? {}) as { code?: string };
    const refusal = refusals[role]![route.access];
    const told = code === 'forbidden' && route.access !== 'admin' ? null : code;
    const refused = ['unauthenticated', 'device_required', 'forbidden', 'internal'].includes(told ?? '') ? told : null;
    const statuses = refusal === null ? [200, 204, 400, 403, 404] : [401, 403];
    expect({ refused, fits: statuses.includes(status) }).toEqual({ refused: refusal, fits: true });
  });
});

describe('[M24] [H7] [T2] on the other doors', () => {
  test('a socket is for devices; whatever one says there of a conversation of others, it is not there', async () => {
    expect(await withoutDevice.raw('POST', '/api/v1/socket/ticket')).toMatchObject({ status: 403 });
    const conversation = 'A'.repeat(43);
    const id = 'A'.repeat(22);
    const content = { type: 'text', text: 'hello', reply: null } as const;
    const frames = {
      send: { op: 'send', ref: 1, conversation, envelope: 'AAAA' },
      say: { op: 'say', ref: 1, conversation, id, content },
      answer: { op: 'answer', ref: 1, conversation, id, seq: 1, sealed: 'AAAA' },
    } as const;
    const silent = ['hello', 'delivered', 'read'];
    // [R7] Of what is not one's own it hears as of somebody who is away.
    const looking = { op: 'look' as const, conversations: [conversation] };
    expect([...Object.keys(frames), ...silent, looking.op].toSorted()).toEqual(
      ClientFrame.options.map(({ shape }) => shape.op.value).toSorted(),
    );
    for (const role of [member, admin]) {
      for (const frame of Object.values(frames)) {
        const talk = await listen(role);
        talk.say(frame);
        expect(await talk.the('refused')).toMatchObject({ code: 'not_found' });
        await talk.close();
      }
      const talk = await listen(role);
      talk.say(looking);
      expect(await talk.the('online')).toMatchObject({ conversations: [] });
      await talk.close();
    }
  });

  test('without a log-in the line takes nothing but what leads to one', async () => {
    const line = await openLine(server);
    for (const said of ['hello', '@ruler hello', '/users', '/csr AAAA', '/nonsense']) {
      line.say(said);
      expect(await line.next()).toBe('error: log in first');
    }
    line.say('/exit');
    await line.closed;
  });
});

describe('[M14] [M55] [W10] [T13] [X7] within a second nothing is left, at any door', () => {
  interface Everywhere {
    readonly person: Member;
    readonly shown: Awaited<ReturnType<typeof certifiedKey>>;
    readonly gone: readonly Promise<unknown>[];
  }
  /** Somebody who is in at every door. */
  async function everywhere(): Promise<Everywhere> {
    const person = await newMember(server.origin, `u${randomUUID().slice(0, 8)}`);
    const shown = await certifiedKey(person.http);
    const line = await enterLine(server, person.username, shown);
    const talk = await listen(person);
    return { person, shown, gone: [line.closed, talk.closed] };
  }
  async function expectOut({ person, shown, gone }: Everywhere): Promise<void> {
    const late = new Promise<string>((resolve) => void setTimeout(resolve, 1000, 'still open'));
    expect(await Promise.race([Promise.all(gone), late])).not.toBe('still open');
    const asked = await Promise.all([
      person.http.raw('GET', '/api/v1/account'),
      person.http.raw('POST', '/api/v1/socket/ticket'),
      certificateAttempt(new Cookies(server.origin), { username: person.username, ...shown }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([401, 401, 401]);
    const line = await openLine(server, { shows: shown });
    expect(await line.next()).toBe('error: invalid credentials');
  }

  test('for somebody who is disabled; the password leads nowhere, too', async () => {
    const them = await everywhere();
    await admin.api.call(actOnPerson, { body: { username: them.person.username, act: 'disable' } });
    await expectOut(them);
    const again = new Server(new Cookies(server.origin));
    await expect(openByPassword(again, them.person.username, PASSWORD)).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
  });

  test('for a device that is removed, and for the certificate that it asked for', async () => {
    const them = await everywhere();
    const entry = selfRemovedEntry(await chainOf(them.person), them.person.device);
    await expect(them.person.api.call(appendToChain, { body: { entry: toBase64url(entry) } })).resolves.toBeDefined();
    await expectOut(them);
  });

  test('for an admin who is no more, of what is for admins; the rest stays', async () => {
    const { person, gone } = await everywhere();
    const act = (what: 'promote' | 'demote') =>
      admin.api.call(actOnPerson, { body: { username: person.username, act: what } });
    const forAdmins = all.filter(([, { access }]) => access === 'admin');
    const mayAct = async (): Promise<number> => {
      const asked = forAdmins.map(([, { method, path }]) => person.http.raw(method, path.replace(/:\w+/g, '!')));
      const answers = await Promise.all(asked);
      return answers.filter(({ status }) => status !== 403).length;
    };
    await act('promote');
    expect(await mayAct()).toBe(forAdmins.length);
    await act('demote');
    expect(await mayAct()).toBe(0);
    expect(await person.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 200 });
    expect(await Promise.race([...gone, Promise.resolve('here')])).toBe('here');
  });
});
