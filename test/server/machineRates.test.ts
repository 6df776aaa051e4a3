import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultRates } from '../../src/server/core/rates.ts';
import { handClock } from '../support/handClock.ts';
import { bearer, enter, post } from '../support/machine.ts';
import type { RawAnswer } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const clock = handClock();
let server: TestServer;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const rates = {
    'machine: record': { burst: 100, perMinute: 600 },
    'machine: byte': { burst: 100_000, perMinute: 60_000 },
  };
  server = await bootServer({ clock, rates });
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  for (const name of ['dale', 'gale', 'vale']) tokens.set(name, await enter(server.origin, name));
});
afterAll(() => server.close());

function send(name: string, count: number, localAddress = '127.0.0.1', length = 1): Promise<RawAnswer> {
  const body = Array.from({ length: count }, () => JSON.stringify({ message: 'x'.repeat(length) })).join('\n');
  const headers = { 'content-type': 'application/x-ndjson', ...bearer(tokens.get(name) ?? '') };
  return post(server.origin, '/ingest/records', body, { localAddress, headers });
}

test('[I14] a machine that floods is told to wait, whatever its address, and others are not', async () => {
  expect((await send('dale', 90)).json).toEqual({ accepted: 90, last_seq: 90 });
  for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) {
    const { status, headers, json } = await send('dale', 30, address);
    expect({ status, json, wait: headers['retry-after'] }).toMatchObject({
      status: 429,
      json: { code: 'too_many_requests' },
      wait: '2',
    });
  }
  expect((await send('gale', 90)).json).toEqual({ accepted: 90, last_seq: 90 });
  clock.advance(2000);
  // Of what was refused nothing is there.
  expect((await send('dale', 30)).json).toEqual({ accepted: 30, last_seq: 120 });
});

test('[I14] nor does one fill the disk', async () => {
  expect((await send('vale', 3, '127.0.0.1', 32_000)).status).toBe(200);
  expect((await send('vale', 1, '127.0.0.1', 32_000)).status).toBe(429);
  expect((await send('vale', 1)).status).toBe(200);
  clock.advance(60_000);
  expect((await send('vale', 1, '127.0.0.1', 32_000)).status).toBe(200);
});

test('as it ships, a machine has room for far more than one process sends', () => {
  expect(defaultRates['machine: record'].burst).toBeGreaterThanOrEqual(1_000_000);
  expect(defaultRates['machine: byte'].burst).toBeGreaterThanOrEqual(1024 ** 3);
});
