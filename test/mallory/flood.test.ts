import { fork } from 'node:child_process';
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
/** As often as long as somebody waits for a server of Node's alone, where that is more: no program on it can do what it does not. */
const OF_NODE = 3;
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

interface Waits {
  readonly coming: readonly number[];
  readonly leaving: readonly number[];
  /** Bytes more than before, when all had come. */
  readonly grown: number;
}

/** How long others wait, in milliseconds, while many come and while all of them leave at once. */
async function waitsIn(flood: Flood, ask: () => Promise<number[]>, memory: () => Promise<number>): Promise<Waits> {
  const before = await memory();
  const [coming, leaving]: [number[], number[]] = [[], []];
  let isComing = true;
  const flooder = new Worker(new URL('./support/flooder.ts', import.meta.url), { workerData: flood });
  const arrived = once(flooder, 'message').finally(() => (isComing = false));
  while (isComing) coming.push(...(await ask()));
  await arrived;
  for (let round = 0; round < 10; round++) coming.push(...(await ask()));
  const grown = (await memory()) - before;
  const gone = flooder.terminate();
  for (let round = 0; round < 5; round++) leaving.push(...(await ask()));
  await gone;
  return { coming, leaving, grown };
}

/** The same in a server of Node's alone, which is a process of its own. */
async function waitsOfNode(flood: Omit<Flood, 'port'>): Promise<Waits> {
  const alone = fork(new URL('./support/nodeAlone.ts', import.meta.url));
  const [port] = (await once(alone, 'message')) as [number];
  const ask = async (): Promise<number[]> => {
    const asked = performance.now();
    await raw(`http://127.0.0.1:${port}`, 'GET', '/');
    const took = performance.now() - asked;
    await pause(PACE);
    return [took];
  };
  const waits = await waitsIn({ ...flood, port }, ask, () => Promise.resolve(0));
  alone.kill();
  return waits;
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

test.each(floods)('[M33] [M40] [001.15] %s: others are answered throughout', async (what, connections, packets) => {
  const flood = { port: Number(new URL(server.origin).port), connections, packets };
  const { coming, leaving, grown } = await waitsIn(flood, waits, memory);
  const alone = SOAK ? await waitsOfNode(flood) : { coming: [0], leaving: [0] };

  for (const [when, ours, ofNode] of [
    ['come', coming, alone.coming],
    ['leave', leaving, alone.leaving],
  ] as const) {
    const [slowest, ofNodeAlone] = [Math.max(...ours), Math.max(...ofNode)];
    const beside = SOAK ? ` (Node alone ${ofNodeAlone.toFixed(0)})` : '';
    console.log(
      `${connections} x ${what}: as they ${when}, slowest of ${ours.length} ${slowest.toFixed(0)} ms${beside}`,
    );
    expect(slowest).toBeLessThan(Math.max(LATEST, OF_NODE * ofNodeAlone));
  }
  console.log(`memory +${mebibytes(grown)} MiB`);
  expect(grown).toBeLessThan(Math.max(64, connections / 50) * MEBIBYTE);
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
