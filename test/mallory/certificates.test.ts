import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { socketsTo } from '../../src/cli/chat/sockets.ts';
import { httpTo } from '../../src/cli/remote/http.ts';
import { meet } from '../../src/cli/remote/pin.ts';
import { type Authority, type Shown, newAuthority } from './support/authorities.ts';

// Somebody between a terminal and the server that it knows, with every certificate that is not that server's.

let own: Authority;
let folder: string;
beforeAll(async () => {
  own = await newAuthority();
  folder = mkdtempSync(path.join(tmpdir(), 'waxwing-pin-'));
  writeFileSync(path.join(folder, 'ca.pem'), own.ca);
});
afterAll(() => rmSync(folder, { recursive: true }));

const taken: string[] = [];
let running: https.Server;
async function standThere({ key, cert }: Shown): Promise<URL> {
  taken.length = 0;
  running = https.createServer({ key, cert }, (request, response) => {
    taken.push(`${request.method} ${request.url} ${request.headers.cookie ?? ''}`);
    request.on('data', (chunk: Buffer) => taken.push(chunk.toString()));
    response.end(request.url === '/ca.pem' ? own.ca : '{}');
  });
  running.on('upgrade', (request, socket) => {
    taken.push(`upgrade ${request.headers['sec-websocket-protocol']}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  return new URL(`https://localhost:${(running.address() as AddressInfo).port}`);
}
afterEach(() => {
  running.closeAllConnections();
  return new Promise((resolve) => running.close(resolve));
});

/** Does what a terminal does: its session, a password, and the socket with its ticket. */
async function talk(url: URL, authorities: readonly string[] | null): Promise<boolean[]> {
  const cookies = { header: async () => ({ cookie: 'waxwing=MARKED' }), take: async () => undefined };
  const asking = httpTo({ origin: url.origin, authorities }, cookies);
  const answered = await asking.request('POST', '/api/v1/login/start', { password: 'MARKED' }).then(
    () => true,
    () => false,
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = { opened: () => undefined, received: () => undefined, closed: resolve };
  socketsTo({ origin: url.origin, authorities }).open('/api/v1/socket', ['waxwing.v1', 'ticket.MARKED'], listener);
  await promise;
  const met = await meet(url, folder).then(
    () => true,
    () => false,
  );
  return [answered, met];
}

const DAY = 24 * 3600_000;

test.each<[string, () => Promise<Shown>]>([
  ['one that signed itself', async () => (await newAuthority()).itself],
  ['one of another authority', async () => (await newAuthority()).signs({ names: ['localhost'] })],
  ['one that has ended', () => own.signs({ names: ['localhost'], from: -2 * DAY, to: -DAY })],
  ['one that has not begun', () => own.signs({ names: ['localhost'], from: DAY, to: 2 * DAY })],
  ['one for another name', () => own.signs({ names: ['evil.example', 'localhost.evil.example'] })],
  ['one for no name', () => own.signs({ names: [] })],
  ['one for clients', () => own.signs({ names: ['localhost'], usage: 'client' })],
])('[M03] %s gets no request, no cookie, no password and no ticket', async (_what, make) => {
  const url = await standThere(await make());
  for (const authorities of [[own.ca], null]) expect(await talk(url, authorities)).toEqual([false, false]);
  expect(taken).toEqual([]);
});

test('[M03] the right one gets all of it, so that the search for it can find something', async () => {
  const url = await standThere(await own.signs({ names: ['localhost'] }));
  expect(await talk(url, [own.ca])).toEqual([true, true]);
  expect(taken.filter((each) => each.includes('MARKED'))).toHaveLength(3);
});
