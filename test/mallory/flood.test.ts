import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, runServer } from '../support/command.ts';
import { envelopeOf, listen, newMember, talkWith, type Member, type Sealed } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import type { Talk } from '../support/talk.ts';
import { UPGRADE, frame, request } from './support/bytes.ts';
import type { Flood } from './support/flooder.ts';

// Many who take places, while two people talk. The server is a process of its own, so that what it needs is its own.

const SOAK = process.env['WAXWING_SOAK'] !== undefined;
const MANY = SOAK ? 10_000 : 600;
/** Milliseconds that an answer may take while it lasts. Beside other tests there are other reasons to wait. */
const LATEST = SOAK ? 100 : 1500;
const MEBIBYTE = 1024 * 1024;
/** What a server that has just begun may have grown by in the end. */
const KEPT = (SOAK ? 64 : 128) * MEBIBYTE;
const TWO_MINUTES = 120_000;
/** Who asks too often keeps it from being calm. */
const BACK_WITHIN = { timeout: TWO_MINUTES, interval: 10_000 };
/** Milliseconds: 40 messages a second, of the 50 that one may send. */
const PACE = 25;

let server: RunningServer;
let amara: Member;
let sealed: Sealed;
let line: Talk;
/** Of the server, in bytes, before anything came. */
let atFirst: number;
beforeAll(async () => {
  server = await runServer();
  amara = await newMember(server.origin, 'amara');
  const bram = await newMember(server.origin, 'bram');
  sealed = await talkWith(amara, bram);
  line = await listen(amara);
  await waits();
  atFirst = await memory();
});
afterAll(async () => {
  await line.close();
  await server.close();
});

const flooder = (connections: number, packets: Flood['packets']): Worker =>
  new Worker(new URL('./support/flooder.ts', import.meta.url), {
    workerData: { port: Number(new URL(server.origin).port), connections, packets } satisfies Flood,
  });

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
const posted = (body: string): string =>
  request(login, { ...json, 'content-length': String(Buffer.byteLength(body)) }, body);
const upgrade = Buffer.from(request('GET /api/v1/socket HTTP/1.1', UPGRADE));
const get = (path: string): string => request(`GET ${path} HTTP/1.1`);
const hostile = [
  '['.repeat(100_000),
  `{"username":${'{"a":'.repeat(50_000)}`,
  '['.repeat(60_000),
  `{"username":"a","request":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  '1e9999',
  '{"__proto__":{"role":"admin"}}',
  '\ufeff{}',
  '"\\ud800"',
];

const floods: [string, number, Flood['packets']][] = [
  ['connections that say nothing', MANY, ['']],
  ['headers without an end', MANY, ['GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ']],
  ['bodies that never come', MANY, [request(login, { ...json, 'content-length': '900' }, '{')]],
  ['people who ask for much and do not read it', MANY / 10, [get('/openapi.json').repeat(3)]],
  ['requests sent ahead', MANY / 10, [get('/healthz').repeat(40)]],
  ['hostile JSON', MANY / 10, hostile.map(posted)],
  ['frames for a socket that nobody opened', MANY / 10, [Buffer.concat([upgrade, frame(0x81, new Uint8Array(125))])]],
];

test.each(floods)('[M33] [M40] [001.15] %s: others are answered throughout', async (what, count, packets) => {
  const before = await memory();
  const took: number[] = [];
  let coming = true;
  const flood = flooder(count, packets);
  const arrived = once(flood, 'message').finally(() => (coming = false));
  while (coming) took.push(...(await waits()));
  await arrived;
  for (let round = 0; round < 10; round++) took.push(...(await waits()));
  const most = (await memory()) - before;
  const gone = flood.terminate();
  for (let round = 0; round < 5; round++) took.push(...(await waits()));
  await gone;

  const latest = Math.max(...took);
  const figures = [`${count} x ${what}`, `slowest of ${took.length} answers ${latest.toFixed(0)} ms`];
  console.log(`${figures.join(': ')}; memory +${mebibytes(most)} MiB`);
  expect(latest).toBeLessThan(LATEST);
  expect(most).toBeLessThan(Math.max(64, count / 50) * MEBIBYTE);
});

const mebibytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(0);

test(
  '[M33] its memory comes back once it is calm',
  async () => {
    const ended = performance.now();
    const most = (await memory()) - atFirst;
    await expect.poll(async () => (await memory()) - atFirst, BACK_WITHIN).toBeLessThan(KEPT);
    const seconds = ((performance.now() - ended) / 1000).toFixed(0);
    console.log(
      `memory after all floods +${mebibytes(most)}, ${seconds} s later +${mebibytes((await memory()) - atFirst)} MiB`,
    );
  },
  TWO_MINUTES + 10_000,
);
