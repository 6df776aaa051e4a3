import { X509Certificate, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDeviceKeys } from '../../src/crypto/deviceKeys.ts';
import { claimLinking, startLinking } from '../../src/protocol/api/linking.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import type { Route } from '../../src/protocol/route.ts';
import { routes } from '../../src/protocol/routes.ts';
import { openSocket, type ServerFrame } from '../../src/protocol/socket.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { enter } from '../support/machine.ts';
import { comparable, raw, type RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certifiedKey } from '../support/terminal.ts';

// Amara and Bram talk; Mallory has an account of her own and knows every id. What she asks with their ids must be
// answered exactly as what she asks with ids that nobody has. The cases come from the table of routes, so that a new
// route is among them without anybody thinking of it.

let server: TestServer;
let amara: Member;
let bram: Member;
let mallory: Member;
let sealed: Sealed;
let serial: string;
let code: string;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  mallory = await newMember(server.origin, 'mallory');
  sealed = await talkWith(amara, bram);
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  await enter(server.origin, 'dale');
  await server.admin({ act: 'machine', asked: { act: 'follow', name: 'dale', add: ['amara'] } });
  code = await claimedCode(amara);
  serial = new X509Certificate((await certifiedKey(bram.http)).chain).serialNumber.toLowerCase();
});
afterAll(() => server.close());

/** Of a device that waits for Amara. */
async function claimedCode(member: Member): Promise<string> {
  const { box, signing } = await newDeviceKeys();
  const [signingKey, boxKey] = [toBase64url(signing.publicKey), toBase64url(box.publicKey)];
  const body = { signingKey, boxKey, label: 'New one', commitment: signingKey };
  const started = await member.api.call(startLinking, { body });
  await member.api.call(claimLinking, { body: { code: started.code } });
  return started.code;
}

const all = Object.entries<Route>(routes);
const nobodysId = (): string => randomBytes(32).toString('base64url');

/** A value for every parameter and field that is somebody's, so that the form is right and only the rights are left. */
interface Ids {
  readonly conversation: string;
  readonly account: string;
  readonly username: string;
  readonly device: string;
  readonly serial: string;
  readonly code: string;
  readonly machine: string;
  readonly rule: string;
}
const theirs = (): Ids => ({
  conversation: sealed.conversation,
  account: nobodysId(),
  username: 'nobody-here',
  device: Buffer.from(bram.device.id).toString('base64url'),
  serial,
  code,
  machine: 'dale',
  rule: 'A'.repeat(22),
});
const nobodys = (): Ids => ({
  ...theirs(),
  conversation: nobodysId(),
  device: nobodysId(),
  serial: randomBytes(16).toString('hex'),
  code: '00000000',
  machine: 'gale',
});

const token = 'A'.repeat(43);
const signature = 'A'.repeat(86);
/** Bodies that pass the form; what is not listed needs none, or is given by its parameters. */
const bodies: Partial<Record<string, (ids: Ids) => unknown>> = {
  startRegistration: () => ({ username: 'new-name', account: nobodysId(), request: 'AAAA' }),
  startLogin: ({ username }) => ({ username, request: 'AAAA' }),
  finishLogin: () => ({ login: token, finish: 'AAAA' }),
  startCertificateLogin: ({ username }) => ({ username }),
  finishCertificateLogin: () => ({
    challenge: token,
    origin: server.origin,
    certificate: 'AAAA',
    signature: 'AAAA',
  }),
  addCertificate: () => ({ request: 'AAAA', label: 'Mallory' }),
  startRecovery: ({ username }) => ({ username }),
  finishRecovery: () => ({ recovery: token, signature }),
  claimSession: ({ device }) => ({ device, challenge: token, signature }),
  startLinking: () => ({ signingKey: token, boxKey: 'AAAA', label: 'Mallory', commitment: token }),
  readLinking: () => ({ linking: token }),
  revealNonce: () => ({ linking: token, nonce: token }),
  finishLinking: () => ({ linking: token, entry: 'AAAA' }),
  cancelLinking: () => ({ linking: token }),
  claimLinking: (ids) => ({ code: ids.code }),
  greetLinking: () => ({ greeting: 'AAAA' }),
  grantLinking: () => ({ grant: 'AAAA' }),
  setProfile: () => ({ displayName: 'Mallory' }),
  appendToChain: () => ({ entry: 'AAAA' }),
  startPasswordChange: () => ({ request: 'AAAA' }),
  replaceRecoveryCode: () => ({ proof: token, version: 1, recoveryWrap: 'AAAA', recoveryKey: token }),
  startReset: () => ({ token, request: 'AAAA' }),
  readResetChain: () => ({ token, after: 0 }),
  startConversation: ({ account }) => ({ kind: 'direct', with: account }),
  addEpoch: ({ account }) => ({ record: 'AAAA', slots: [{ account, sealed: 'AAAA' }] }),
  askForSlot: () => ({ number: 1 }),
  putSlot: ({ account }) => ({ number: 1, account, generation: 1, sealed: 'AAAA' }),
  hideEntry: () => ({ seq: 1 }),
  clearConversation: () => ({ through: 1 }),
  readStream: () => ({ seq: 1 }),
  setFollowers: () => ({ add: ['mallory'], everyone: true }),
  putSite: () => ({ site: 'https://evil.example', policy: 'open' }),
  removeSite: () => ({ site: 'https://site.example' }),
  createThread: () => ({ thread: 'mallorys', mode: 'comments', title: '', policy: 'open', sites: [], answerers: [] }),
  changeThread: () => ({ thread: 'page', policy: 'open' }),
  removeThread: () => ({ thread: 'page' }),
  judgeComments: () => ({ comments: ['A'.repeat(22)], verdict: 'approved' }),
  addBlock: () => ({ kind: 'word', value: 'hello' }),
  removeBlock: () => ({ kind: 'word', value: 'hello' }),
  turnSwitch: () => ({ name: 'registration', on: false }),
  setSetting: () => ({ name: 'accounts', value: 1 }),
  addRule: () => ({ condition: { when: 'contains', text: 'disk' } }),
};

/** The same for what stands behind the question mark. */
const queries: Partial<Record<string, string>> = {
  findRecord: '?at=1',
  listComments: '?state=pending',
  exportThread: '?thread=page',
  countRecords: '?from=0&to=60000&spans=1',
};

function ask(name: string, { method, path, body }: Route, ids: Ids) {
  const address = path.replace(/:(\w+)/g, (_, parameter: keyof Ids) => ids[parameter]) + (queries[name] ?? '');
  const given = bodies[name]?.(ids) ?? (body ? {} : undefined);
  return { method, address, given: given === undefined ? {} : { body: given } };
}

/** Answers that carry something new every time are alike when the rest is. */
const without = ({ status, headers, text }: RawAnswer) => ({
  ...comparable({ status, headers: { ...headers, 'set-cookie': [] }, text, json: null }),
});

describe('[M01] [000.6] a stranger who knows the ids learns what one learns who made them up', () => {
  test.each(all.filter(([, { path, body }]) => path.includes(':') || body))('%s', async (name, route) => {
    if (['startLogin', 'startCertificateLogin', 'startRecovery', 'logout'].includes(name)) return;
    const answers = [];
    for (const ids of [theirs(), nobodys()]) {
      const { method, address, given } = ask(name, route, ids);
      answers.push(without(await mallory.http.raw(method, address, given)));
    }
    expect(answers[0]).toEqual(answers[1]);
    const hidden =
      route.access === 'admin'
        ? [403]
        : /:(conversation|machine)/.test(route.path)
          ? [404]
          : [200, 400, 401, 403, 404, 409, 410, 422];
    expect(hidden).toContain(answers[0]?.status);
  });

  test.each(all.filter(([, { path }]) => path.includes(':conversation')))(
    '%s works for a member',
    async (name, route) => {
      const { method, address, given } = ask(name, route, theirs());
      const { status } = await amara.http.raw(method, address, given);
      expect(status).not.toBe(404);
    },
  );
});

describe('[M24] [M31] [H2] [000.6] [003.4] without a session every route is closed, whatever is asked', () => {
  test.each(all.filter(([, { access }]) => access !== 'nobody'))('%s', async (name, route) => {
    const answers = [];
    const bad = { ...theirs(), conversation: "'; DROP TABLE entries; --".replaceAll(/[^\w-]/g, '_') };
    for (const [ids, headers] of [
      [theirs(), {}],
      [nobodys(), {}],
      [bad, {}],
      [theirs(), { cookie: `waxwing=${nobodysId()}` }],
      [theirs(), { cookie: 'waxwing=' }],
      [theirs(), { cookie: `__Host-waxwing=${mallory.http.cookie?.split('=')[1]}` }],
      [theirs(), { authorization: `Bearer ${mallory.http.cookie?.split('=')[1]}` }],
    ] as const) {
      const { method, address, given } = ask(name, route, ids);
      answers.push(comparable(await raw(server.origin, method, address, { ...given, headers })));
    }
    expect(answers[0]).toMatchObject({ status: 401, text: expect.stringContaining('"unauthenticated"') });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('[M24] [H2] [O1] what belongs to admins is forbidden to everybody else, whether it is there or not', () => {
  test.each(all.filter(([, { access }]) => access === 'admin'))('%s', async (name, route) => {
    const { method, address, given } = ask(name, route, theirs());
    expect(await mallory.http.raw(method, address, given)).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    });
  });
});

describe('[M44] [H6] [000.7] from another site every route is refused, with a session too', () => {
  const foreign: [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['an opaque origin', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
  ];
  test.each(all)('%s', async (name, route) => {
    for (const [, headers] of foreign) {
      const { method, address, given } = ask(name, route, theirs());
      const answer = await amara.http.raw(method, address, { ...given, headers });
      expect(answer).toMatchObject({ status: 403, json: { code: 'foreign_origin' } });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });

  test('a preflight is never answered with leave', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await raw(server.origin, 'OPTIONS', '/api/v1/logout', { headers });
    expect(answer.status).toBe(404);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('the own page is let in', async () => {
    const headers = { origin: server.origin, 'sec-fetch-site': 'same-origin' };
    expect(await amara.http.raw('GET', '/api/v1/account', { headers })).toMatchObject({ status: 200 });
  });
});

describe('[000.6] on the socket', () => {
  test("[M01] [H7] [D6] another's conversation is answered like one that is not there, and tells nothing afterwards", async () => {
    const asked = [sealed.conversation, nobodysId()];
    const talk = await listen(
      mallory,
      asked.map((conversation) => [conversation, 0]),
    );
    // Both are not hers: that is all that is said of them.
    const greeted = talk.heard.length;
    const toldOf = talk.heard.flatMap((frame) => (frame.ev === 'conversation' ? [frame.conversation] : []));
    expect(toldOf.slice(-2)).toEqual(asked);
    const refusals: ServerFrame[] = [];
    for (const conversation of asked) {
      const envelope = await envelopeOf(mallory, { ...sealed, conversation }, 'let me in');
      talk.say({ op: 'send', ref: 7, conversation, envelope });
      refusals.push(await talk.until((frame) => frame.ev === 'refused' && !refusals.includes(frame)));
      talk.say({ op: 'send', ref: 7, conversation, envelope, empties: { through: 1 } });
      refusals.push(await talk.until((frame) => frame.ev === 'refused' && !refusals.includes(frame)));
      talk.say({ op: 'delivered', conversation, seq: 1 });
      talk.say({ op: 'read', conversation, seq: 1 });
    }
    for (const refusal of refusals) expect(refusal).toEqual({ ev: 'refused', ref: 7, code: 'not_found' });

    const [here, there] = [await listen(amara), await listen(bram)];
    here.say({
      op: 'send',
      ref: 1,
      conversation: sealed.conversation,
      envelope: await envelopeOf(amara, sealed, 'for Bram'),
    });
    const { seq } = await here.the('ack');
    await there.the('entry', (entry) => entry.seq === seq);
    there.say({ op: 'read', conversation: sealed.conversation, seq });
    await here.the('cursor', ({ read }) => read === seq);
    // A frame of her own comes after whatever was on its way to her.
    talk.say({ op: 'send', ref: 8, conversation: sealed.conversation, envelope: 'AAAA' });
    await talk.until((frame) => frame.ev === 'refused' && frame.ref === 8);
    expect(
      talk.heard
        .slice(greeted)
        .filter(({ ev }) => ev === 'entry' || ev === 'cursor' || ev === 'conversation' || ev === 'chain'),
    ).toEqual([]);
    for (const open of [talk, here, there]) await open.close();
  });

  test("a member's own place in the store stays where it was", async () => {
    const { members } = (await bram.http.raw('GET', `/api/v1/conversations/${sealed.conversation}`)).json as {
      members: { account: string }[];
    };
    expect(members.map(({ account }) => account).sort()).toEqual([amara.account, bram.account].sort());
  });

  test.each([
    ['no ticket', { path: '/api/v1/socket', protocol: 'waxwing.v1' }, 401],
    ['a ticket that nobody issued', { path: '/api/v1/socket', protocol: `waxwing.v1, ticket.${token}` }, 401],
    ['another address', { path: '/api/v1/socket/', protocol: `waxwing.v1, ticket.${token}` }, 404],
    [
      'another site',
      { path: '/api/v1/socket', protocol: `waxwing.v1, ticket.${token}`, origin: 'https://evil.example' },
      403,
    ],
    ['no origin', { path: '/api/v1/socket', protocol: `waxwing.v1, ticket.${token}`, origin: null }, 403],
  ] as const)('[M43] %s opens none', async (_what, { path, protocol, ...rest }, status) => {
    const origin = 'origin' in rest ? rest.origin : server.origin;
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': protocol,
      ...(origin === null ? {} : { origin }),
    };
    const answer = await raw(server.origin, 'GET', path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('[M12] [M43] [W1] [W2] [000.7] a ticket opens one socket, once, from the own page only', async () => {
    const { ticket } = await amara.api.call(openSocket);
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const foreign = {
      ...upgrade,
      origin: 'https://evil.example',
      'sec-websocket-protocol': `waxwing.v1, ticket.${ticket}`,
    };
    expect(await raw(server.origin, 'GET', '/api/v1/socket', { headers: foreign })).toMatchObject({ status: 403 });
    const { openTalk } = await import('../support/talk.ts');
    const talk = await openTalk(server.origin, ticket);
    await expect(openTalk(server.origin, ticket)).rejects.toThrow('401');
    await talk.close();
  });
});
