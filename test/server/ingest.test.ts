import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/protocol/limits.ts';
import { authenticate, basic, bearer, enter, identify, message, post, say } from '../support/machine.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let origin: string;
beforeAll(async () => {
  server = await bootServer();
  ({ origin } = server);
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
});
afterAll(() => server.close());

const problem = (code: string, status: number) => ({ type: 'about:blank', title: expect.any(String), status, code });
const outOfOrder = (found: string, needed: string) => ({
  ...problem('out_of_order', 409),
  state: found,
  found,
  needed,
});

describe('the three messages', () => {
  test('[002.1] IDENTIFY, AUTHENTICATE and MESSAGE, each with its answer', async () => {
    expect(await say(origin, identify('dale'))).toEqual([200, { state: 'IDENTIFIED' }]);
    const [status, answer] = await say(origin, authenticate('dale'));
    expect([status, answer]).toEqual([
      200,
      { state: 'AUTHENTICATED', token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_in: 3600 },
    ]);
    const { token } = answer as { token: string };
    expect(await say(origin, message(token, 'Hail Dale!'))).toEqual([200, { state: 'AUTHENTICATED', seq: 1 }]);
    expect(await say(origin, message(token, 'again', { id: 'one' }))).toEqual([
      200,
      { state: 'AUTHENTICATED', seq: 2 },
    ]);
    expect(await say(origin, message(token, 'again', { id: 'one' }))).toEqual([
      200,
      { state: 'AUTHENTICATED', seq: 2 },
    ]);
  });

  test('[M52] [002.5] a record is a line of its file, without what would break out of it', async () => {
    const token = await enter(origin, 'filed');
    await say(origin, message(token, 'Hail Dale!'));
    await say(origin, message(token, 'two\nlines\u0000\u2028"', { id: 'x' }));
    const folder = path.join(server.data, 'streams', 'filed');
    const [day = ''] = fs.readdirSync(folder);
    expect(day).toMatch(/^\d{4}-\d\d-\d\d\.jsonl$/);
    const [first = '', second = '', ...rest] = fs.readFileSync(path.join(folder, day), 'utf8').split('\n');
    expect(first).toMatch(
      /^\{"seq":1,"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","endpoint":"127\.0\.0\.1","message":"Hail Dale!"\}$/,
    );
    expect(JSON.parse(second)).toMatchObject({ seq: 2, message: 'two\nlines\u0000\u2028"', id: 'x' });
    expect(rest).toEqual(['']);
  });

  test('[M48] [002.2] out of order: the answer says which state was found and which is needed', async () => {
    expect(await say(origin, authenticate('order'))).toEqual([409, outOfOrder('GROUNDED', 'IDENTIFIED')]);
    const token = await enter(origin, 'order');
    const elsewhere = { localAddress: '127.0.0.2' };
    expect(await say(origin, message(token, 'x'), elsewhere)).toEqual([409, outOfOrder('GROUNDED', 'AUTHENTICATED')]);
    expect(await say(origin, identify('order'))).toEqual([200, { state: 'IDENTIFIED' }]);
    expect(await say(origin, message(token, 'x'))).toEqual([409, outOfOrder('IDENTIFIED', 'AUTHENTICATED')]);
  });

  test('[002.3] a password is set once and checked from then on', async () => {
    await enter(origin, 'twice');
    const wrong = { ...problem('invalid_credentials', 401), state: 'AUTHENTICATED' };
    expect(await say(origin, authenticate('twice', 'another'))).toEqual([401, wrong]);
    await say(origin, identify('twice'), { localAddress: '127.0.0.3' });
    expect(await say(origin, authenticate('twice', 'another'), { localAddress: '127.0.0.3' })).toEqual([
      401,
      { ...wrong, state: 'IDENTIFIED' },
    ]);
    expect((await say(origin, authenticate('twice')))[0]).toBe(200);
  });

  test('[002.4] without a token, or with what is none, a message is refused', async () => {
    await enter(origin, 'bare');
    for (const token of [undefined, '', 'nonsense', 'a.b.c', `${'x'.repeat(2000)}`, 'x'.repeat(100_000)]) {
      expect(await say(origin, message(token, 'x'))).toEqual([
        401,
        { ...problem('invalid_token', 401), state: 'GROUNDED' },
      ]);
    }
  });

  test('[M49] [002.3] with enrolment switched off only those that are known are let in', async () => {
    await enter(origin, 'known');
    await server.admin({ act: 'set', switch: 'machine-enrolment', on: false });
    expect(await say(origin, identify('stranger'))).toEqual([
      403,
      { ...problem('enrolment_closed', 403), state: 'GROUNDED' },
    ]);
    expect(await say(origin, identify('known'))).toEqual([200, { state: 'IDENTIFIED' }]);
    await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
    expect(await say(origin, identify('stranger'))).toEqual([200, { state: 'IDENTIFIED' }]);
  });

  test('[002.2] states are kept for each machine and each address, over a restart', async () => {
    const [here, there] = [{ localAddress: '127.0.0.1' }, { localAddress: '127.0.0.2' }];
    const token = await enter(origin, 'roaming', here);
    await say(origin, identify('roaming'), there);
    expect(await say(origin, message(token, 'x'), here)).toEqual([200, { state: 'AUTHENTICATED', seq: 1 }]);
    expect(await say(origin, message(token, 'x'), there)).toEqual([409, outOfOrder('IDENTIFIED', 'AUTHENTICATED')]);
    await server.restart();
    expect(await say(origin, message(token, 'x'), here)).toEqual([200, { state: 'AUTHENTICATED', seq: 2 }]);
    expect(await say(origin, message(token, 'x'), there)).toEqual([409, outOfOrder('IDENTIFIED', 'AUTHENTICATED')]);
  });

  test('[002.6] each machine is kept with its id, name, state and last address, and passwords as Argon2id alone', async () => {
    await enter(origin, 'kept', { localAddress: '127.0.0.4' });
    const machines = (await server.admin({ act: 'machine', asked: { act: 'list' } })) as { name: string }[];
    expect(machines.find(({ name }) => name === 'kept')).toEqual({
      machine: expect.stringMatching(/^[\w-]{22}$/),
      name: 'kept',
      state: 'AUTHENTICATED',
      endpoint: '127.0.0.4',
      disabled: false,
      hasPassword: true,
      createdAt: expect.any(String),
    });
    expect(server.logged.join()).not.toContain('correct horse');
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another type', JSON.stringify({ message_type: 'HELLO' })],
    ['no name', JSON.stringify({ message_type: 'IDENTIFY' })],
    ['a path for a name', JSON.stringify(identify('../../etc/passwd'))],
    ['SQL for a name', JSON.stringify(identify("dale'; DROP TABLE machines; --"))],
    ['a name that would be a place of its own', JSON.stringify(identify('records'))],
    ['an unknown field', JSON.stringify(identify('dale', { role: 'admin' }))],
    ['a prototype', '{"message_type":"IDENTIFY","username":"dale","__proto__":{"code":"x"}}'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['an empty password', JSON.stringify(authenticate('dale', ''))],
  ])('%s is refused as what it is', async (_what, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await post(origin, '/ingest', body, { headers });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid', state: 'GROUNDED' } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain;application/json'])(
    'what a page of another site could send is refused: %s',
    async (type) => {
      const body = JSON.stringify(identify('dale'));
      const answer = await post(origin, '/ingest', body, { headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 400, json: { code: 'invalid', field: 'content-type' } });
    },
  );

  test.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['as a browser says of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('a request %s is refused', async (_what, headers) => {
    expect(await say(origin, identify('dale'), { headers })).toMatchObject([403, { code: 'foreign_origin' }]);
  });
});

describe('many records at once', () => {
  const send = (token: string, body: string, headers: Record<string, string> = {}, localAddress = '127.0.0.1') =>
    post(origin, '/ingest/records', body, {
      headers: { 'content-type': 'application/x-ndjson', ...bearer(token), ...headers },
      localAddress,
    });
  const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
  let token: string;
  beforeAll(async () => {
    token = await enter(origin, 'bulk');
  });

  test('[002.1] the token alone lets them in, from any address and whatever the state', async () => {
    const more = { at: '2026-11-20T09:30:00.123Z', level: 'error', id: 'a' };
    const first = await send(token, lines({ message: 'one' }, { message: 'two', ...more }), {}, '127.0.0.9');
    expect([first.status, first.json]).toEqual([200, { accepted: 2, last_seq: 2 }]);
    await say(origin, identify('bulk'));
    const again = await send(token, lines({ message: 'two', ...more }, { message: 'three' }));
    expect([again.status, again.json]).toEqual([200, { accepted: 2, last_seq: 3 }]);
  });

  test('an idempotency key stands for the ids that lines lack', async () => {
    const key = { 'idempotency-key': 'post-1' };
    const body = lines({ message: 'x' }, { message: 'y', id: 'own' });
    const first = await send(token, body, key);
    expect((await send(token, body, key)).json).toEqual(first.json);
    expect((await send(token, body, { 'idempotency-key': 'a b' })).json).toMatchObject({ code: 'invalid' });
  });

  test('[002.5] a key that comes with another body is refused, also after a restart, and nothing of it is stored', async () => {
    const key = { 'idempotency-key': 'post-2' };
    const body = lines({ message: 'one' }, { message: 'two', id: 'mine' });
    const first = await send(token, body, key);
    const others = [
      lines({ message: 'one' }),
      lines({ message: 'one' }, { message: 'two', id: 'mine' }, { message: 'three' }),
      lines({ message: 'other' }, { message: 'two', id: 'mine' }),
      lines({ message: 'new', id: 'new' }),
    ];
    const refused = { status: 422, json: { code: 'key_reused', field: 'idempotency-key' } };
    for (const other of others) expect(await send(token, other, key)).toMatchObject(refused);
    await server.restart();
    ({ origin } = server);
    for (const other of others) expect(await send(token, other, key)).toMatchObject(refused);
    expect((await send(token, body, key)).json).toEqual(first.json);
    const { last_seq } = first.json as { last_seq: number };
    expect((await send(token, lines({ message: 'next' }))).json).toEqual({ accepted: 1, last_seq: last_seq + 1 });
  });

  test.each([
    ['no JSON', '{"message":"x"}\nnonsense\n', 400, 'invalid', 'line 2'],
    ['a field too many', '{"message":"x"}\n\n{"message":"x","seq":1}', 400, 'invalid', 'line 3'],
    ['no message', '{"at":1}', 400, 'invalid', 'line 1: message'],
    ['a time past all times', '{"message":"x","at":9007199254740991}', 400, 'invalid', 'line 1: at'],
    ['no line', '\n\n', 400, 'invalid', 'body'],
    [
      'a message that is too long',
      JSON.stringify({ message: 'x'.repeat(limits.recordText + 1) }),
      413,
      'too_large',
      'line 1: message',
    ],
    ['too many lines', '{"message":""}\n'.repeat(limits.recordsPerPost + 1), 413, 'too_large', 'records'],
  ])('%s: none is stored, and the line is named', async (_what, body, status, code, field) => {
    const before = await send(token, lines({ message: 'before' }));
    expect(await send(token, body)).toMatchObject({ status, json: { code, field } });
    const after = await send(token, lines({ message: 'after' }));
    const { last_seq } = before.json as { last_seq: number };
    expect(after.json).toEqual({ accepted: 1, last_seq: last_seq + 1 });
  });

  test('a body past the limit is refused as too large', async () => {
    const answer = await send(token, 'x'.repeat(limits.requestBody + 1));
    expect(answer).toMatchObject({ status: 413, json: { code: 'too_large' } });
  });

  test('without a token, or with a password, nothing is taken', async () => {
    for (const headers of [{}, basic('bulk', 'correct horse'), bearer('nonsense')]) {
      const answer = await post(origin, '/ingest/records', lines({ message: 'x' }), { headers });
      expect(answer).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
    }
  });
});

describe('what people already run', () => {
  let token: string;
  beforeAll(async () => {
    token = await enter(origin, 'shop');
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('[002.1] curl -d "disk full", with a token or with name and password', async () => {
    for (const headers of [bearer(token), basic('shop', 'correct horse'), basic('', token)]) {
      const answer = await post(origin, '/ingest/shop', 'disk full', { headers: { ...form, ...headers } });
      expect(answer).toMatchObject({ status: 200, json: { accepted: 1, last_seq: expect.any(Number) } });
    }
    const once = { ...bearer(token), 'idempotency-key': 'k' };
    const [first, again] = [
      await post(origin, '/ingest/shop', 'once', { headers: once }),
      await post(origin, '/ingest/shop', 'once', { headers: once }),
    ];
    expect(again.json).toEqual(first.json);
    const other = await post(origin, '/ingest/shop', 'twice', { headers: once });
    expect(other).toMatchObject({ status: 422, json: { code: 'key_reused' } });
  });

  test("[M48] another machine's stream is refused, and so is a wrong password for any name alike", async () => {
    await enter(origin, 'other');
    const stolen = await post(origin, '/ingest/other', 'x', { headers: bearer(token) });
    expect(stolen).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    const byPassword = await post(origin, '/ingest/other', 'x', { headers: basic('shop', 'correct horse') });
    expect(byPassword).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    const told = [];
    for (const name of ['shop', 'nobody']) {
      const { status, text } = await post(origin, '/ingest/shop', 'x', { headers: basic(name, 'wrong') });
      told.push([status, text]);
    }
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.[0]).toBe(401);
    expect((await post(origin, '/ingest/shop', 'x')).status).toBe(401);
  });

  test('an incoming webhook takes its token from the address', async () => {
    const { token: long } = (await server.admin({
      act: 'machine',
      asked: { act: 'token', name: 'build', label: 'builds' },
    })) as {
      token: string;
    };
    const body = JSON.stringify({ text: 'build failed', username: 'ci', attachments: [] });
    const headers = { 'content-type': 'application/json' };
    const answer = await post(origin, `/ingest/hooks/${long}`, body, { headers });
    expect([answer.status, answer.text]).toEqual([200, 'ok']);
    const wrong = await post(origin, '/ingest/hooks/nonsense', body, { headers });
    expect(wrong).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
    expect((await post(origin, `/ingest/hooks/${long}`, body)).status).toBe(400);
    expect(server.logged.join()).not.toContain(long);
  });

  test('OTLP logs in JSON: the deepest nonsense, and nothing at all', async () => {
    const headers = { 'content-type': 'application/json', ...bearer(token) };
    expect((await post(origin, '/v1/logs', '{}', { headers })).status).toBe(200);
    const deep = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}]}]}`;
    expect((await post(origin, '/v1/logs', deep, { headers })).status).toBeLessThan(500);
    expect((await post(origin, '/v1/logs', '{}')).status).toBe(401);
  });
});
