import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, runServer } from '../support/command.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import type { Talk } from '../support/talk.ts';
import { UPGRADE, frame, request } from './support/bytes.ts';

// Many who take places, while two people talk. The server is a process of its own, so that what it needs is its own.

const SOAK = process.env['WAXWING_SOAK'] !== undefined;
const MANY = SOAK ? 10_000 : 600;
/** Milliseconds that an answer may take while it lasts. Beside other tests there are other reasons to wait. */
const LATEST = SOAK ? 100 : 1500;
const MEBIBYTE = 1024 * 1024;
/** Milliseconds: 40 messages a second, of the 50 that one may send. */
const PACE = 25;

let server: RunningServer;
let amara: Member;
let sealed: Sealed;
let line: Talk;
beforeAll(async () => {
  server = await runServer();
  amara = await newMember(server.origin, 'amara');
  const bram = await newMember(server.origin, 'bram');
  sealed = await talkWith(amara, bram);
  line = await listen(amara);
});
afterAll(async () => {
  await line.close();
  await server.close();
});

/** One address may hold a quarter of all connections: they come from many. */
async function open(number: number, bytes: string | Buffer): Promise<net.Socket> {
  const { port } = new URL(server.origin);
  const socket = net.connect({ port: Number(port), host: '127.0.0.1', localAddress: `127.0.1.${1 + (number % 200)}` });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (bytes.length > 0) socket.write(bytes);
  return socket;
}

async function openMany(count: number, bytesOf: (number: number) => string | Buffer): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  for (let number = 0; number < count; number += 50) {
    const some = Array.from({ length: Math.min(50, count - number) }, (_, at) =>
      open(number + at, bytesOf(number + at)),
    );
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
}

let ref = 0;

/** How long a message of somebody else takes until it is acknowledged, and an answer of the store. */
async function waits(): Promise<number[]> {
  const envelope = await envelopeOf(amara, sealed, `message ${(ref += 1)}`);
  const asked = performance.now();
  line.say({ op: 'send', ref, conversation: sealed.conversation, envelope });
  await line.the('ack', (ack) => ack.ref === ref);
  const acknowledged = performance.now();
  expect((await raw(server.origin, 'GET', '/readyz')).status).toBe(200);
  const answered = performance.now();
  await pause(PACE);
  return [acknowledged - asked, answered - acknowledged];
}

const memory = async (): Promise<number> => {
  const { text } = await raw(server.origin, 'GET', '/metrics');
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]);
};

const login = 'POST /api/v1/login/start HTTP/1.1';
const json = { 'content-type': 'application/json' };
const deep = '['.repeat(100_000);
const hostile = [
  deep,
  `{"username":${'{"a":'.repeat(50_000)}`,
  '1e9999',
  '{"__proto__":{"role":"admin"}}',
  '\ufeff{}',
  '"\\ud800"',
];

const floods: [string, number, (number: number) => string | Buffer][] = [
  ['connections that say nothing', MANY, () => ''],
  ['headers without an end', MANY, (number) => `GET /${number} HTTP/1.1\r\nhost: localhost\r\nx-slow: `],
  ['bodies that never come', MANY, () => request(login, { ...json, 'content-length': '900' }, '{')],
  ['people who ask for the page and do not read it', MANY / 10, () => request('GET /openapi.json HTTP/1.1').repeat(3)],
  ['hostile JSON', MANY / 10, (number) => posted(hostile[number % hostile.length] ?? '')],
  [
    'frames for a socket that nobody opened',
    MANY / 10,
    () => Buffer.concat([upgrade, frame(0x81, new Uint8Array(125))]),
  ],
];
const upgrade = Buffer.from(request('GET /api/v1/socket HTTP/1.1', UPGRADE));
const posted = (body: string): string =>
  request(login, { ...json, 'content-length': String(Buffer.byteLength(body)) }, body);

test.each(floods)('[M33] [M40] [001.15] %s: others are answered throughout', async (what, count, bytesOf) => {
  const before = await memory();
  const took: number[] = [];
  let coming = true;
  const arrived = openMany(Math.ceil(count), bytesOf).finally(() => (coming = false));
  while (coming) took.push(...(await waits()));
  const sockets = await arrived;
  for (let round = 0; round < 10; round++) took.push(...(await waits()));
  const most = (await memory()) - before;
  for (const socket of sockets) socket.destroy();
  for (let round = 0; round < 5; round++) took.push(...(await waits()));

  const latest = Math.max(...took);
  const after = (await memory()) - before;
  const figures = [`${sockets.length} x ${what}`, `slowest of ${took.length} answers ${latest.toFixed(0)} ms`];
  console.log(`${figures.join(': ')}; memory +${mebibytes(most)}, afterwards +${mebibytes(after)} MiB`);
  expect(latest).toBeLessThan(LATEST);
  // What a process was given it keeps for a while: it may not grow with every flood.
  expect(after).toBeLessThan(Math.max(64, count / 50) * MEBIBYTE);
});

const mebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(0);

test('[M33] its memory comes back: all floods once more make it no larger', async () => {
  const before = await memory();
  for (const [, count, bytesOf] of floods) {
    const sockets = await openMany(Math.ceil(count), bytesOf);
    for (const socket of sockets) socket.destroy();
  }
  await waits();
  expect((await memory()) - before).toBeLessThan(64 * MEBIBYTE);
});
