import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../../src/protocol/route.ts';
import { routes } from '../../src/protocol/routes.ts';
import { type RunningServer, runServer } from '../support/command.ts';
import { type Member, newMember } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { OPEN } from '../support/pushService.ts';
import { bootServer } from '../support/server.ts';
import { INSIDE, openPlaces } from './support/places.ts';

// What a server must not do or say, seen from outside of its process.

const hasStrace = spawnSync('strace', ['-V']).error === undefined;
const ADDRESSES = [
  'http://127.0.0.1:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://localhost:PORT/',
  'http://0x7f000001:PORT/',
  'unix:/run/docker.sock',
  'file:///etc/passwd',
];
const COMMANDS = [
  '$(touch FILE)',
  '`touch FILE`',
  '; touch FILE',
  '| touch FILE',
  '../../../FILE',
  '{{7*7}}',
  '%0d%0aX: y',
  '\r\nX: y',
];

let server: RunningServer;
let admin: Member;
let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-calls-'));
  server = await runServer();
  admin = await newMember(server.origin, 'amara', { setup: new URL(server.setupLink ?? '').hash.slice(1) });
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

/** What a process asks of the system while something is done: each call of these kinds, a line. */
async function callsOf(pid: number, act: () => Promise<unknown>): Promise<string[]> {
  const file = path.join(folder, `calls-${pid}`);
  const kinds = 'trace=connect,execve,execveat,fork,vfork';
  const looking = spawn('strace', ['-f', '-e', kinds, '-o', file, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise((resolve) => looking.stderr.once('data', resolve));
  await act();
  const ended = new Promise((resolve) => looking.once('exit', resolve));
  looking.kill('SIGINT');
  await ended;
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /\b(connect|execve|execveat|fork|vfork)\(/.test(line));
}

/** Every route and many headers, with that in the place of every text. */
async function sayEverywhere(evil: string): Promise<number> {
  let asked = 0;
  const safe = evil.replaceAll(/[^\u0020-\u007e]/g, ' ');
  const headers = { origin: server.origin, referer: safe, 'x-forwarded-host': safe, 'user-agent': safe, via: safe };
  for (const { method, path: address, body } of Object.values<Route>(routes)) {
    if (/logout|remove|registration/.test(address)) continue;
    const words = [
      'displayName',
      'username',
      'name',
      'title',
      'url',
      'site',
      'label',
      'address',
      'website',
      'text',
      'message',
      'endpoint',
    ];
    const filled = address.replaceAll(/:(\w+)/g, () => encodeURIComponent(evil));
    const given = body ? { body: Object.fromEntries(words.map((word) => [word, evil])) } : {};
    const { status } = await admin.http.raw(method, filled, { ...given, headers });
    expect([address, status]).not.toEqual([address, 500]);
    asked += 1;
  }
  await admin.http.raw('PUT', '/api/v1/account', { body: { displayName: evil.slice(0, 40) } });
  await admin.http.raw('POST', '/api/v1/rooms', { body: { name: evil.slice(0, 40) } });
  const site = { site: 'https://site.example', policy: 'open' };
  await admin.http.raw('PUT', '/api/v1/sites', { body: site });
  await raw(server.origin, 'POST', `/public/page?url=${encodeURIComponent(evil)}`, {
    body: { name: evil, message: evil, website: evil },
  });
  return asked;
}

test('[M26] [M30] whatever addresses and commands are written, the server connects to nobody and starts nothing', async () => {
  if (!hasStrace) return void process.stdout.write('skipped: needs strace\n');
  let knocked = 0;
  const inner = createServer((socket) => {
    knocked += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  const { port } = inner.address() as { port: number };
  const file = path.join(folder, 'made');
  const evils = [...ADDRESSES, ...COMMANDS].map((evil) => evil.replace('PORT', String(port)).replace('FILE', file));
  const calls = await callsOf(server.pid, async () => {
    for (const evil of evils) expect(await sayEverywhere(evil)).toBeGreaterThan(50);
  });
  expect(calls).toEqual([]);
  expect([knocked, fs.existsSync(file)]).toEqual([0, false]);

  // The same look sees it where somebody does.
  const careless = spawn(process.execPath, [
    '-e',
    `process.stdin.once('data', () => { fetch('http://127.0.0.1:${port}').catch(() => 0); require('child_process').execFile('true', () => console.log('done')); })`,
  ]);
  const seen = await callsOf(careless.pid ?? 0, () => heard(careless));
  expect(seen.some((call) => call.includes('connect('))).toBe(true);
  expect(seen.some((call) => call.includes('execve('))).toBe(true);
  careless.kill();
  inner.close();
});

test('[M30] an address that is not that of a push service is no place for pokes, however it is spelt', async () => {
  const places = await openPlaces();
  const spelt = [
    ...ADDRESSES.map((address) => address.replace('PORT', '443')),
    ...INSIDE.map((address) => (address.includes(':') ? `https://[${address}]/` : `https://${address}/`)),
    'https://0x7f.1/',
    'https://2130706433/',
    'https://127.1/',
    'https://0177.0.0.1/',
    'https://localhost/',
    'https://localhost./',
    'https://push.example:8443/',
    'https://push.example:22/',
    'https://user@push.example/',
    'https://user:word@push.example/',
    'https://push.example@127.0.0.1/',
    'http://push.example/',
    'https://push.example/#x',
    'https://push.example\\@127.0.0.1/',
    'https://１２７.0.0.1/',
    'https://push.example/\r\nX: y',
    `https://push.example/${'x'.repeat(3000)}`,
    'push.example',
    '',
  ];
  for (const address of spelt) expect([address, (await places.put(address)).status]).toEqual([address, 400]);
  expect((await places.put('https://push.example/x')).status).toBe(204);
  await places.close();
});

test('[M30] a name that leads inside is not knocked at, nor one that leads there too, nor where it leads a moment later or sends one on', async () => {
  const places = await openPlaces();
  const { push } = places;
  for (const address of INSIDE) {
    expect([address, await places.poked([address])]).toEqual([address, []]);
    expect([address, await places.poked([OPEN, address])]).toEqual([address, []]);
  }
  expect(push.pokes).toEqual([]);

  // It is looked up once, and what was looked at is knocked at: whatever it leads to after that.
  push.asked.length = 0;
  expect(await places.poked([OPEN])).toEqual([OPEN]);
  expect([push.asked.length, push.pokes.length]).toEqual([1, 1]);

  for (const status of [301, 302, 303, 307, 308]) {
    Object.assign(push.state, { status, location: `https://127.0.0.1:${push.port}/inside` });
    expect(await places.poked([OPEN])).toEqual([OPEN]);
  }
  expect(push.pokes.map(({ path: place }) => place)).toEqual(Array.from({ length: 6 }, () => '/mine'));

  // Who answers has to be who is named.
  Object.assign(push.state, { status: 201, location: '' });
  push.pokes.length = 0;
  expect(await places.poked([OPEN], 'https://somebody.else.example/')).toEqual([OPEN]);
  expect(push.pokes).toEqual([]);
  await places.close();
});

function heard(child: ChildProcess): Promise<unknown> {
  const said = new Promise((resolve) => child.stdout?.once('data', resolve));
  child.stdin?.write('go\n');
  return said;
}

test('[M29] an inner failure says that there was one, and nothing of the inside', async () => {
  const failing = await bootServer();
  const member = await newMember(failing.origin, 'amara');
  await failing.restart(() => {
    const database = new DatabaseSync(path.join(failing.data, 'waxwing.db'));
    const fails = `BEGIN SELECT raise(ABORT, 'a word of the inside'); END`;
    database.exec(`CREATE TRIGGER fails BEFORE UPDATE OF display_name ON accounts ${fails}`);
    database.close();
  });
  const answer = await member.http.raw('PUT', '/api/v1/account', { body: { displayName: 'Amara' } });
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(Object.keys(answer.json as object).toSorted()).toEqual(
    expect.arrayContaining(['code', 'status', 'title', 'type']),
  );
  expect(answer.text).not.toMatch(/inside|trigger|SQL|sqlite|accounts|\/src\/|node:|waxwing\.db| at /i);
  expect(failing.logged.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
  await failing.close();
});
