import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route } from '../../src/protocol/route.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { decodeEnvelope, encodeEnvelope } from '../../src/protocol/envelope.ts';
import { routes } from '../../src/protocol/routes.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import suite from '../vectors/jsonTestSuite.json' with { type: 'json' };

// JSON, addresses and headers that are not what they should be, on every route that takes them.

let server: TestServer;
let amara: Member;
let bram: Member;
let sealed: Sealed;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
  bram = await newMember(server.origin, 'bram');
  sealed = await talkWith(amara, bram);
});
afterAll(() => server.close());

const withBody = Object.entries<Route>(routes).filter(([, { body }]) => body);
const json = { 'content-type': 'application/json' };
const deep = (open: string, close: string, depth = 100_000) => open.repeat(depth) + close.repeat(depth);

const hostile: [string, string][] = [
  ['__proto__', '{"__proto__":{"role":"admin"},"username":"mallory"}'],
  ['__proto__ in disguise', '{"\\u005f\\u005fproto__":{"role":"admin"}}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"role":"admin"}}}'],
  ['toString', '{"toString":"x","valueOf":1,"hasOwnProperty":null}'],
  ['a deep array', deep('[', ']')],
  ['a deep object', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['a number without end', '{"seq":1e9999,"version":1e9999,"through":-1e9999}'],
  ['a key twice', '{"username":"amara","username":["bram"]}'],
  ['half a character', '{"username":"\\ud800","displayName":{"a":"\\udfff"}}'],
  ['a byte order mark', '\ufeff{}'],
  ['nothing', 'null'],
  ['a string', '"x"'],
  ['a list of everything', '[true,0,"",{},[]]'],
  ['not JSON', "{'a':NaN}"],
  ['no text', '\u0000'],
  ['half of it', '{"username":'],
];

describe.each(hostile)('[M25] [M35] %s', (_what, text) => {
  test('is refused everywhere, and nothing breaks', async () => {
    const before = server.logged.length;
    for (const [, { method, path }] of withBody) {
      const address = path.replace(/:(\w+)/g, sealed.conversation);
      const answer = await amara.http.raw(method, address, { text, headers: json });
      expect([path, [400, 403, 413].includes(answer.status)]).toEqual([path, true]);
      expect(answer.text).not.toMatch(/ at |\/src\/|node_modules|SyntaxError|Zod/);
    }
    expect(Object.prototype).not.toHaveProperty('role');
    expect(server.logged.slice(before).filter((line) => line.includes('"error"'))).toEqual([]);
  });
});

test('[M35] the files of JSONTestSuite are refused, quickly, and without a word of the parser', async () => {
  expect(suite.files.length).toBeGreaterThan(300);
  const before = server.logged.length;
  const whole = ['n_structure_100000_opening_arrays', Buffer.from('['.repeat(100_000)).toString('base64')];
  for (const [name = '', base64 = ''] of [...suite.files, whole]) {
    const started = performance.now();
    const answer = await amara.http.raw('PUT', '/api/v1/account', {
      bytes: Buffer.from(base64, 'base64'),
      headers: json,
    });
    expect([name, answer.status]).toEqual([name, 400]);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(answer.text).not.toMatch(/ at |\/src\/|node_modules|SyntaxError|Zod|Unexpected/);
  }
  expect(server.logged.slice(before).filter((line) => line.includes('"error"'))).toEqual([]);
});

test('[M25] what is asked by another name is not taken for JSON', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json5', 'multipart/form-data']) {
    const asked = { text: '{"displayName":"Mallory"}', headers: { 'content-type': type } };
    expect((await amara.http.raw('PUT', '/api/v1/account', asked)).status).toBe(400);
  }
  const packed = { text: '{"displayName":"Mallory"}', headers: { ...json, 'content-encoding': 'gzip' } };
  const answer = await amara.http.raw('PUT', '/api/v1/account', packed);
  expect(answer.status).toBeLessThan(500);
});

test('[M24] nobody gives themselves what they were not given', async () => {
  for (const more of [
    { role: 'admin' },
    { isAdmin: true },
    { state: 'active' },
    { createdAt: 0 },
    { account: bram.account },
  ]) {
    const body = { displayName: 'Amara', ...more };
    expect(await amara.http.raw('PUT', '/api/v1/account', { body })).toMatchObject({ status: 400 });
  }
  for (const query of ['?role=admin', '?account=x', '?displayName[]=x']) {
    await amara.http.raw('PUT', `/api/v1/account${query}`, { body: { displayName: 'Amara' } });
  }
  expect(await amara.http.raw('GET', '/api/v1/account')).toMatchObject({
    json: { self: { account: amara.account, role: 'member', displayName: 'Amara' } },
  });
});

test('[M10] who one is comes of the session, whatever else says something', async () => {
  const headers = {
    'x-user': 'bram',
    'x-forwarded-user': 'bram',
    'x-account': bram.account,
    from: 'bram',
    authorization: 'Basic YnJhbTp4',
  };
  const answer = await amara.http.raw('GET', `/api/v1/account?account=${bram.account}&username=bram`, { headers });
  expect(answer).toMatchObject({ status: 200, json: { self: { account: amara.account } } });
  const talk = await listen(amara);
  for (const wording of [
    { account: fromBase64url(bram.account) },
    { device: bram.device.id },
    { account: fromBase64url(bram.account), device: bram.device.id },
    { conversation: new Uint8Array(32) },
  ]) {
    const { header, ...rest } = decodeEnvelope(fromBase64url(await envelopeOf(amara, sealed, 'I am Bram')));
    const envelope = toBase64url(encodeEnvelope({ header: { ...header, ...wording }, ...rest }));
    talk.say({ op: 'send', ref: 1, conversation: sealed.conversation, envelope });
    await talk.until((frame) => frame.ev === 'refused' && frame.code === 'invalid');
  }
  expect(talk.heard.some(({ ev }) => ev === 'ack')).toBe(false);
  await talk.close();
});

describe('[M35] frames that are odd end the socket, never the server', () => {
  test.each(hostile)('%s', async (_what, text) => {
    const talk = await listen(amara);
    talk.say(text.slice(0, 60_000));
    expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
    expect(await talk.closed).toBe(1008);
  });
});

test.each([
  '9007199254740991',
  '9007199254740993',
  '1e3',
  '0x10',
  '-1',
  '1.5',
  'NaN',
  '1;DROP%20TABLE%20entries',
  '1&after=2',
  '%00',
])('[M35] a place in the log that is written %s', async (place) => {
  for (const [name, path] of [
    ['after', 'entries'],
    ['before', 'entries'],
    ['limit', 'entries'],
    ['after', 'epochs'],
  ]) {
    const address = `/api/v1/conversations/${sealed.conversation}/${path}?${name}=${place}`;
    expect([200, 400]).toContain((await amara.http.raw('GET', address)).status);
  }
});

describe('[M29] [M01] addresses', () => {
  test.each([
    '/.git/config',
    '/.env',
    '/waxwing.db',
    '/secrets/opaque',
    '/metrics',
    '/debug/pprof',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/waxwing.db',
    '/assets/../../waxwing.db',
    '/__proto__',
    '/constructor.js',
    '//evil.example/.x',
    '/api/v1/people/%E0%A4%A',
    `/api/v1/people/${'a'.repeat(4000)}`,
    '/api/v1/accounts/%00/chain',
    '/api//v1/account.json',
  ])('%.40s shows nothing', async (path) => {
    for (const method of ['GET', 'HEAD', 'TRACE', 'PROPFIND', 'DELETE']) {
      // From elsewhere: on the server's own machine its figures are for everybody.
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      const answer = await amara.http.raw(method, path, { headers }).catch(() => null);
      if (!answer) continue;
      expect([400, 401, 404, 405, 414]).toContain(answer.status);
      expect(answer.text).not.toMatch(/waxwing-|\/tmp\/|node:|fastify| at /i);
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers).not.toHaveProperty('server');
    }
  });

  test('[M59] cookies that are none are no session, and break nothing', async () => {
    const token = amara.http.cookie?.split('=')[1] ?? '';
    for (const cookie of [
      'waxwing',
      'waxwing=',
      `waxwing=${token}x`,
      `waxwing=${token.slice(1)}`,
      `waxwing="${token}"`,
      `waxwing=${token}%00`,
      `waxwing=${'A'.repeat(12_000)}`,
      `waxwing=x; waxwing=${token}`,
      `__Host-waxwing=${token}`,
      `Waxwing=${token}`,
      '=;=;;;',
      `waxwing=${token.split('').toReversed().join('')}`,
    ]) {
      const answer = await raw(server.origin, 'GET', '/api/v1/account', { headers: { cookie } });
      expect([cookie.slice(0, 80), answer.status]).toEqual([cookie.slice(0, 80), 401]);
    }
  });
});

test('[M32] what callers say of themselves stays out of the log, or on its one line', async () => {
  const before = server.logged.length;
  const headers = { 'user-agent': '\u00ff"},{', 'x-forwarded-for': '"},{"level":"fatal' };
  await raw(server.origin, 'POST', '/api/v1/login/start', { body: { username: 'a\nb\u202e', request: 'A' }, headers });
  const lines = server.logged.slice(before);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    event: 'log-in refused',
    route: '/api/v1/login/start',
    status: 400,
    from: '127.0.0.1',
  });
});
