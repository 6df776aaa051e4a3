import { randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { startLogin } from '../../src/crypto/password.ts';
import { handClock } from '../support/handClock.ts';
import { PASSWORD, newMember } from '../support/member.ts';
import { Cookies, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// Whoever guesses reads the answer to the first half of a log-in, tries guesses on it at home, and sends no second half.

const HOME = '198.51.100.1';
const clock = handClock();
let server: TestServer;
let request: string;
beforeAll(async () => {
  server = await bootServer({ rates: {}, clock, flags: { 'trusted-proxies': '127.0.0.1' } });
  await newMember(server.origin, 'amara');
  ({ request } = await startLogin('a guess'));
});
afterAll(() => server.close());

async function guess(from: string, username = 'amara'): Promise<number> {
  const headers = { 'x-forwarded-for': from };
  return (await raw(server.origin, 'POST', '/api/v1/login/start', { body: { username, request }, headers })).status;
}

const comesIn = (from: string) =>
  openByPassword(new Server(new Cookies(server.origin, { 'x-forwarded-for': from })), 'amara', PASSWORD);

/** Guesses that were answered in an hour, `tries` a minute from the addresses in turn. */
async function answered(addresses: readonly string[], tries: number): Promise<number> {
  let count = 0;
  for (let minute = 0; minute < 60; minute++) {
    for (let tried = 0; tried < tries; tried++) {
      const from = addresses[(minute * tries + tried) % addresses.length] ?? HOME;
      if ((await guess(from)) === 200) count += 1;
    }
    clock.advance(60_000);
  }
  return count;
}

test('[M22] guesses without a second half: at most 100 in an hour are answered, from one address', async () => {
  expect(await answered(['203.0.113.5'], 12)).toBeLessThanOrEqual(100);
});

test('[M22] from an address that the owner has come in from, too', async () => {
  await comesIn(HOME);
  expect(await answered([HOME], 12)).toBeLessThanOrEqual(100);
});

test('[M22] from a thousand addresses, and the owner comes in all the while from where they have come in before', async () => {
  const known = '198.51.100.77';
  clock.advance(3600_000);
  await comesIn(known);
  const addresses = Array.from({ length: 1000 }, (_, at) => `203.0.${at >> 8}.${at & 255}`);
  expect(await answered(addresses, 12)).toBeLessThanOrEqual(100);
  await comesIn(known);
});

test('[M22] a hundred at once are no way round the wait', async () => {
  clock.advance(24 * 3600_000);
  await comesIn(HOME);
  const statuses = await Promise.all(Array.from({ length: 80 }, () => guess(HOME)));
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(30);
});

/** How often a value of the first is above one of the second: a half when nothing tells them apart. */
function apart(first: readonly number[], second: readonly number[]): number {
  const wins = first.flatMap((one) => second.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

/** Times of an act for a known and an unknown name in turn, each from an address of its own. */
async function timed(act: (username: string, from: string) => Promise<void>, samples: number) {
  const times: Record<'amara' | 'nobody-here', number[]> = { amara: [], 'nobody-here': [] };
  for (let count = 0; count < samples; count++) {
    for (const username of count % 2 ? (['amara', 'nobody-here'] as const) : (['nobody-here', 'amara'] as const)) {
      const from = `10.${username.length}.${count >> 8}.${count & 255}`;
      clock.advance(120_000);
      const started = performance.now();
      await act(username, from);
      times[username].push(performance.now() - started);
    }
  }
  return apart(times.amara.slice(5), times['nobody-here'].slice(5));
}

const SAMPLES = process.env['WAXWING_SOAK'] ? 2000 : 80;
/** Few samples on a noisy machine say little; what this has to see are factors. */
const [LEAST, MOST] = process.env['WAXWING_SOAK'] ? [0.45, 0.55] : [0.25, 0.75];

test('[M21] the time of a log-in does not tell whether there is such a name', async () => {
  const between = await timed(async (username, from) => expect(await guess(from, username)).toBe(200), SAMPLES);
  expect(between).toBeGreaterThan(LEAST);
  expect(between).toBeLessThan(MOST);
});

test('[M21] nor does the time of a recovery', async () => {
  const signature = Buffer.from(ed25519.sign(new Uint8Array(8), randomBytes(32))).toString('base64url');
  const between = await timed(async (username, from) => {
    const headers = { 'x-forwarded-for': from };
    const { json } = await raw(server.origin, 'POST', '/api/v1/recovery/start', { body: { username }, headers });
    const { recovery } = json as { recovery: string };
    const answer = await raw(server.origin, 'POST', '/api/v1/recovery/finish', {
      body: { recovery, signature },
      headers,
    });
    expect(answer.status).toBe(401);
  }, SAMPLES);
  expect(between).toBeGreaterThan(LEAST);
  expect(between).toBeLessThan(MOST);
});
