import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/protocol/limits.ts';
import { bearer, enter } from '../support/machine.ts';
import { comparable, raw, type RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await bootServer();
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  token = await enter(server.origin, 'dale');
});
afterAll(() => server.close());

interface Asked {
  readonly path?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const say = (said: object): Asked => ({ body: JSON.stringify(said), headers: JSON_TYPE });
const records = (body: string, headers = bearer(token)): Asked => ({ path: '/ingest/records', body, headers });

/** In pieces, which is the framework's to take. */
function inPieces({ path = '/ingest', body, headers = {} }: Asked): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const { hostname, port } = new URL(server.origin);
  const request = http.request({ hostname, port, path, method: 'POST', headers, agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: null }),
    );
  });
  request.on('error', reject);
  request.setHeader('transfer-encoding', 'chunked');
  request.end(body);
  return promise;
}

test.each<[string, () => Asked]>([
  ['a message', () => say({ message_type: 'MESSAGE', token, message: 'x', id: 'one' })],
  ['a message without a token', () => say({ message_type: 'MESSAGE', message: 'x' })],
  ['a message too long', () => say({ message_type: 'MESSAGE', token, message: 'x'.repeat(limits.recordText + 1) })],
  ['a step out of order', () => say({ message_type: 'AUTHENTICATE', username: 'gale', password: 'x' })],
  ['a field that nobody knows', () => say({ message_type: 'MESSAGE', token, message: 'x', more: 1 })],
  ['a machine that may not be there', () => say({ message_type: 'IDENTIFY', username: 'records' })],
  ['no JSON', () => ({ body: '{', headers: JSON_TYPE })],
  ['no body', () => ({ body: '', headers: JSON_TYPE })],
  ['another type', () => ({ body: '{}', headers: { 'content-type': 'text/plain' } })],
  ['bytes that are no text', () => ({ body: '\ud800', headers: JSON_TYPE })],
  ["another site's page", () => ({ body: '{}', headers: { ...JSON_TYPE, origin: 'https://evil.example' } })],
  ['records', () => records('{"message":"x","id":"two"}\n{"message":"y","id":"three"}\n')],
  ['records without a token', () => records('{"message":"x"}', {})],
  ['records with a wrong one', () => records('{"message":"x"}', bearer(`${token}x`))],
  ['a line that is wrong', () => records('{"message":"x"}\n{"message":5}')],
  ['too many records', () => records('{"message":"x"}\n'.repeat(limits.recordsPerPost + 1))],
  ['a wrong key', () => records('{"message":"x"}', { ...bearer(token), 'idempotency-key': 'a b' })],
  ['a body past the limit', () => records('x'.repeat(limits.requestBody + 1))],
])('[I1] [I8] %s is answered alike with a length and in pieces', async (_, asked) => {
  const { path = '/ingest', body, headers } = asked();
  const straight = await raw(server.origin, 'POST', path, { text: body, ...(headers && { headers }) });
  const framework = await inPieces(asked());
  expect(comparable(straight)).toEqual(comparable(framework));
});

test('[H8] what comes straight is counted, too', async () => {
  const tight = await bootServer({ rates: { 'address: ingest': { burst: 2, perMinute: 1 } } });
  try {
    const answers = [1, 2, 3].map(() => raw(tight.origin, 'POST', '/ingest', { body: {} }));
    expect((await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([400, 400, 429]);
  } finally {
    await tight.close();
  }
});

test('[H8] behind a trusted proxy the address is the one that it names', async () => {
  const flags = { 'trusted-proxies': '127.0.0.1' };
  const behind = await bootServer({ flags, rates: { 'address: ingest': { burst: 1, perMinute: 1 } } });
  try {
    const from = (address: string) =>
      raw(behind.origin, 'POST', '/ingest', { body: {}, headers: { 'x-forwarded-for': address } });
    const answers = [await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 429]);
  } finally {
    await behind.close();
  }
});
