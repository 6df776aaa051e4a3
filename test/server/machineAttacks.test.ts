import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticate, basic, bearer, enter, identify, message, post, say } from '../support/machine.ts';
import { handClock, type HandClock } from '../support/handClock.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let origin: string;
let clock: HandClock;
beforeAll(async () => {
  clock = handClock();
  server = await bootServer({ clock });
  ({ origin } = server);
  await machinesMayEnrol(server);
});
afterAll(() => server.close());

const machinesMayEnrol = (of: TestServer) => of.admin({ act: 'set', switch: 'machine-enrolment', on: true });
const ask = (asked: object, of = server) => of.admin({ act: 'machine', asked });
const sent = async (token: string, of = origin): Promise<[number, string | undefined]> => {
  const [status, answer] = await say(of, message(token, 'x'));
  return [status, (answer as { code?: string }).code];
};
const REFUSED = [401, 'invalid_token'];

describe('[M13] [002.4] a token is worth nothing', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const read = (token: string): { head: object; claims: Record<string, unknown> } => {
    const [head = '', claims = ''] = token.split('.').map((each) => Buffer.from(each, 'base64url').toString());
    return { head: JSON.parse(head) as object, claims: JSON.parse(claims) as Record<string, unknown> };
  };
  const signed = (head: object, claims: object, key: Uint8Array | string, hash = 'sha256'): string => {
    const body = `${part(head)}.${part(claims)}`;
    return `${body}.${createHmac(hash, key).update(body).digest('base64url')}`;
  };
  const secret = (): Buffer =>
    Buffer.from(fs.readFileSync(path.join(server.data, 'secrets/machine-tokens'), 'utf8').trim(), 'base64url');

  test('with another algorithm, another key, or claims that were changed', async () => {
    const token = await enter(origin, 'forged');
    const { head, claims } = read(token);
    const [first, second, third = ''] = token.split('.');
    expect(head).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(await sent(token)).toEqual([200, undefined]);
    expect(await sent(signed(head, claims, secret()))).toEqual([200, undefined]);
    const authority = await (await fetch(`${origin}/ca.pem`)).text();
    const forged = [
      `${part({ alg: 'none', typ: 'JWT' })}.${second}.`,
      `${part({ alg: 'None', typ: 'JWT' })}.${second}.${third}`,
      `${part({ typ: 'JWT' })}.${second}.${third}`,
      signed({ alg: 'HS512', typ: 'JWT' }, claims, secret(), 'sha512'),
      signed({ alg: 'RS256', typ: 'JWT' }, claims, authority),
      signed(head, claims, authority),
      signed(head, claims, ''),
      signed(head, claims, Buffer.alloc(32)),
      signed({ ...head, jwk: { kty: 'oct', k: 'AA' } }, claims, Buffer.from('AA', 'base64url')),
      `${first}.${part({ ...claims, sub: 'chip' })}.${third}`,
      `${first}.${part({ ...claims, exp: 9_999_999_999 })}.${third}`,
      `${first}.${second}.${third.slice(0, -2)}AA`,
      `${first}.${second}.`,
      `${first}.${second}`,
    ];
    for (const each of forged) expect([each, ...(await sent(each))]).toEqual([each, ...REFUSED]);
  });

  test('with the right key, but for another server, another machine, without an end, or never issued', async () => {
    const token = await enter(origin, 'honest');
    const { head, claims } = read(token);
    const { exp: _, ...endless } = claims;
    const { aud: __, ...forAll } = claims;
    const { jti: ___, ...unnamed } = claims;
    const crafted = [
      { ...claims, aud: 'another instance' },
      { ...claims, sub: 'forged' },
      { ...claims, jti: 'never issued' },
      { ...claims, nbf: 9_999_999_999 },
      endless,
      forAll,
      unnamed,
    ];
    for (const each of crafted)
      expect([each, ...(await sent(signed(head, each, secret())))]).toEqual([each, ...REFUSED]);
  });

  test('of another server', async () => {
    const other = await bootServer({ clock });
    await machinesMayEnrol(other);
    const theirs = await enter(other.origin, 'guest');
    await enter(origin, 'guest');
    expect(await sent(theirs, other.origin)).toEqual([200, undefined]);
    expect(await sent(theirs)).toEqual(REFUSED);
    await other.close();
  });

  test('[M51] once its hour is over, and one of a year once that is', async () => {
    const token = await enter(origin, 'hourly');
    const { token: long } = (await ask({ act: 'token', name: 'hourly', label: 'cron' })) as { token: string };
    clock.advance(3600_000 - 1000);
    expect(await sent(token)).toEqual([200, undefined]);
    clock.advance(1000);
    expect(await sent(token)).toEqual(REFUSED);
    clock.advance(364 * 24 * 3600_000);
    expect(await sent(long)).toEqual([200, undefined]);
    clock.advance(24 * 3600_000);
    expect(await sent(long)).toEqual(REFUSED);
  });

  test('[M14] once it is revoked, also after a restart, and the machine gets new ones', async () => {
    const own = await enter(origin, 'revoked');
    const make = async (label: string) =>
      (await ask({ act: 'token', name: 'revoked', label })) as { token: string; id: string };
    const [one, two] = [await make('one'), await make('two')];
    expect(await ask({ act: 'revoke', name: 'revoked', token: one.id })).toEqual({ name: 'revoked', revoked: 1 });
    expect(await sent(one.token)).toEqual(REFUSED);
    await server.restart();
    expect(await sent(one.token)).toEqual(REFUSED);
    expect(await sent(two.token)).toEqual([200, undefined]);
    expect(await ask({ act: 'revoke', name: 'revoked', token: null })).toEqual({ name: 'revoked', revoked: 2 });
    for (const token of [own, two.token]) expect(await sent(token)).toEqual(REFUSED);
    expect(await sent(await enter(origin, 'revoked'))).toEqual([200, undefined]);
  });

  test('[M14] [M51] of a machine that was disabled; it does not come back until it is enabled', async () => {
    const token = await enter(origin, 'barred');
    await ask({ act: 'disable', name: 'barred' });
    expect(await sent(token)).toEqual(REFUSED);
    expect(await say(origin, identify('barred'))).toMatchObject([403, { code: 'enrolment_closed' }]);
    expect(await say(origin, authenticate('barred'))).toMatchObject([409, { found: 'GROUNDED' }]);
    const line = await post(origin, '/ingest/barred', 'x', { headers: basic('barred', 'correct horse') });
    expect(line).toMatchObject({ status: 401, json: { code: 'invalid_credentials' } });
    await ask({ act: 'enable', name: 'barred' });
    expect(await sent(token)).toEqual(REFUSED);
    expect(await sent(await enter(origin, 'barred'))).toEqual([200, undefined]);
  });
});

describe('[002.3] enrolment codes', () => {
  const closed = { code: 'enrolment_closed', state: 'GROUNDED' };
  const code = async (name: string): Promise<string> => ((await ask({ act: 'enrol', name })) as { code: string }).code;
  beforeAll(() => server.admin({ act: 'set', switch: 'machine-enrolment', on: false }));
  afterAll(() => machinesMayEnrol(server));

  test('one lets its machine in, once; nobody else, and not after seven days', async () => {
    const first = await code('vault');
    const good = await code('vault');
    expect(await say(origin, identify('vault'))).toMatchObject([403, closed]);
    expect(await say(origin, identify('vault', { code: first }))).toMatchObject([403, closed]);
    expect(await say(origin, identify('cellar', { code: good }))).toMatchObject([403, closed]);
    const tries = await Promise.all([1, 2, 3, 4].map(() => say(origin, identify('vault', { code: good }))));
    expect(tries.filter(([status]) => status === 200)).toHaveLength(1);
    expect(tries.filter(([status]) => status === 403)).toHaveLength(3);
    const late = await code('late');
    clock.advance(7 * 24 * 3600_000);
    expect(await say(origin, identify('late', { code: late }))).toMatchObject([403, closed]);
  });

  test('the first password comes from where the code came from: nobody is quicker', async () => {
    const thief = { localAddress: '127.0.0.66' };
    await say(origin, identify('safe', { code: await code('safe') }));
    expect(await say(origin, identify('safe'), thief)).toEqual([200, { state: 'IDENTIFIED' }]);
    expect(await say(origin, authenticate('safe', 'mine now'), thief)).toMatchObject([401, { state: 'IDENTIFIED' }]);
    expect((await say(origin, authenticate('safe')))[0]).toBe(200);
  });

  test('with a new one a machine whose password is lost begins anew, and what it had is void', async () => {
    await say(origin, identify('lost', { code: await code('lost') }));
    const token = await tokenFor('lost', 'forgotten');
    await say(origin, identify('lost', { code: await code('lost') }));
    expect(await sent(token)).toEqual(REFUSED);
    expect((await say(origin, authenticate('lost', 'remembered')))[0]).toBe(200);
    expect((await say(origin, authenticate('lost', 'forgotten')))[0]).toBe(401);
  });

  const tokenFor = async (name: string, password: string): Promise<string> => {
    const [, answer] = await say(origin, authenticate(name, password));
    return (answer as { token: string }).token;
  };

  test('every act stands in the audit log, and no secret does', async () => {
    const secretCode = await code('noted');
    const { token } = (await ask({ act: 'token', name: 'noted', label: 'x' })) as { token: string };
    await ask({ act: 'disable', name: 'noted' });
    await server.stop();
    const bytes = fs.readdirSync(server.data).filter((name) => name.startsWith('waxwing.db'));
    const stored = Buffer.concat(bytes.map((name) => fs.readFileSync(path.join(server.data, name)))).toString('latin1');
    for (const what of ['enrolment code', 'machine token', 'machine disabled']) expect(stored).toContain(what);
    for (const secret of [secretCode, token, 'correct horse']) expect(stored).not.toContain(secret);
    await server.restart();
  });
});

/** One a second. */
const GUESSES = process.env['WAXWING_SOAK'] ? 10_000 : 300;

describe('guessing', () => {
  test('[M22] is slowed for whoever does it, and a machine that is known elsewhere is never held up', async () => {
    const own = handClock();
    const slow = await bootServer({ clock: own, rates: {} });
    await machinesMayEnrol(slow);
    const [home, thief] = [{ localAddress: '127.0.0.1' }, { localAddress: '127.0.0.5' }];
    await enter(slow.origin, 'target', home);
    await say(slow.origin, identify('target'), thief);
    const seen = new Map<number, number>();
    for (let count = 0; count < GUESSES; count++) {
      own.advance(1000);
      const [status] = await say(slow.origin, authenticate('target', `guess ${count}`), thief);
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    expect(new Set(seen.keys())).toEqual(new Set([401, 429]));
    expect(seen.get(401)).toBeLessThan(60);
    expect((await say(slow.origin, authenticate('target'), home))[0]).toBe(200);
    await slow.close();
  }, 300_000);

  test('many at once wait for each other, and the rest of the server answers meanwhile', async () => {
    await enter(origin, 'busy');
    const guesses = Array.from({ length: 300 }, (_, at) =>
      post(origin, '/ingest/busy', 'x', { headers: basic(`machine${at}`, 'wrong') }),
    );
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect((await say(origin, authenticate('busy')))[0]).toBe(200);
  });
});

test('[M48] [002.2] the order holds for requests that come at the same time', async () => {
  await say(origin, identify('race'));
  const passwords = Array.from({ length: 8 }, (_, at) => `password ${at}`);
  const answers = await Promise.all(passwords.map((password) => say(origin, authenticate('race', password))));
  const winners = passwords.filter((_, at) => answers[at]?.[0] === 200);
  expect(winners).toHaveLength(1);
  for (const password of passwords) {
    const expected = winners.includes(password) ? 200 : 401;
    expect([password, (await say(origin, authenticate('race', password)))[0]]).toEqual([password, expected]);
  }
  const same = await Promise.all([1, 2].map(async () => (await say(origin, identify('twin')))[0]));
  expect(same).toEqual([200, 200]);
  const both = await Promise.all([1, 2].map(async () => (await say(origin, authenticate('twin')))[0]));
  expect(both).toEqual([200, 200]);
});

test('1,000 bodies and headers of any kind: none is an error of the server', async () => {
  const token = await enter(origin, 'fuzzed');
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('', 'fuzzed', token, -1, 1e308, null, '\u0000', '\ud800'));
  const named = fc.record(
    Object.fromEntries(
      ['message_type', 'username', 'password', 'token', 'message', 'id', 'code', 'at', 'level', 'text'].map((key) => [
        key,
        key === 'message_type' ? fc.constantFrom('IDENTIFY', 'AUTHENTICATE', 'MESSAGE', 'X') : value,
      ]),
    ),
    { requiredKeys: [] },
  );
  const likely = fc.record(
    { message: fc.string({ unit: 'binary' }), id: fc.string({ minLength: 1 }) },
    { requiredKeys: ['message'] },
  );
  const body = fc.oneof(
    named.map((fields) => JSON.stringify(fields)),
    likely.map((fields) => JSON.stringify(fields)),
    fc.array(likely).map((all) => all.map((fields) => JSON.stringify(fields)).join('\n')),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((any) => JSON.stringify({ resourceLogs: any })),
  );
  const place = fc.constantFrom(
    '/ingest',
    '/ingest/records',
    '/ingest/fuzzed',
    `/ingest/hooks/${token}`,
    '/v1/logs',
    '/ingest/%2e%2e',
    '/ingest/hooks/',
  );
  const type = fc.constantFrom(
    'application/json',
    'application/x-ndjson',
    'text/plain',
    'nonsense',
    'application/json; charset=x',
  );
  const authorization = fc.constantFrom(
    `Bearer ${token}`,
    'Bearer',
    'Basic Og==',
    'Basic !',
    `Basic ${'A'.repeat(4000)}`,
    'x',
  );
  await fc.assert(
    fc.asyncProperty(place, type, authorization, body, async (where, contentType, credentials, bytes) => {
      const headers = { 'content-type': contentType, authorization: credentials };
      const { status } = await post(origin, where, bytes, { headers });
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 1000 },
  );
  const { status } = await post(origin, '/ingest/fuzzed', 'still there', { headers: bearer(token) });
  expect(status).toBe(200);
});
