import { createPrivateKey, createPublicKey } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoot } from '../../src/server/authority/root.ts';
import { secretFolder } from '../../src/server/secrets.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';
import { runServer, type RunningServer } from '../support/command.ts';
import { enterLine, onOneLine, openLine, registerOnLine, type LineTalk, type Shown } from '../support/line.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { terminalKey } from '../support/terminal.ts';

// Whoever reaches the port of the line protocol, with certificates and bytes of their own.

const DAY = 24 * 3600_000;
const SOAK = process.env['WAXWING_SOAK'] !== undefined;
const HOSTILE_LINES = SOAK ? 10_000 : 600;
const ONLINE = SOAK ? 5000 : 150;

describe('certificates', () => {
  let server: TestServer;
  let erik: Shown;
  beforeAll(async () => {
    server = await bootServer({ flags: { 'tls-port': '0' } });
    await registerOnLine(server, 'sam');
    erik = await registerOnLine(server, 'erik');
  });
  afterAll(() => server.close());

  /** Signed by the authority in that folder, for sam. */
  const signed = async (folder: string, usage: 'client' | 'server', from: number, to: number): Promise<Shown> => {
    const { key } = await terminalKey();
    const root = await openRoot(secretFolder(folder), systemClock, systemRandom);
    const publicKey = new Uint8Array(publicKeyOf(key));
    const now = Date.now();
    const contents = { serial: '7f'.repeat(16), name: 'sam', publicKey, usage, from: now + from, to: now + to };
    return { key, chain: `${await root.sign(contents)}\n${root.certificate}` };
  };
  const publicKeyOf = (key: Shown['key']): Buffer =>
    Buffer.from(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const own = (): string => path.join(server.data, 'secrets', 'ca');
  const other = (): string => path.join(server.data, 'another-ca');
  const selfSigned = async (): Promise<Shown> => {
    const folder = fs.mkdtempSync(path.join(server.data, 'self-'));
    const { certificate } = await openRoot(secretFolder(folder), systemClock, systemRandom);
    return { key: createPrivateKey(fs.readFileSync(path.join(folder, 'key.pem'))), chain: certificate };
  };

  test.each<[string, () => Promise<Shown>]>([
    ['one of another authority', () => signed(other(), 'client', -DAY, DAY)],
    ['a self-signed one', selfSigned],
    ['one that has ended', () => signed(own(), 'client', -2 * DAY, -DAY)],
    ['one that has not begun', () => signed(own(), 'client', DAY, 2 * DAY)],
    ['one for servers', () => signed(own(), 'server', -DAY, DAY)],
    ['one that the authority signed and the store does not know', () => signed(own(), 'client', -DAY, DAY)],
  ])('[M11] [T4] [001.8] [001.10] %s is refused before any command runs', async (_what, make) => {
    const { request } = await terminalKey();
    const line = await openLine(server, { shows: await make() });
    line.socket.write(`/register intruder ${onOneLine(await request())}\n/login sam\n/users\n/help\n`);
    await line.closed;
    expect(line.heard).toEqual(['error: invalid credentials']);
    const { status } = await raw(server.origin, 'POST', '/api/v1/login/start', {
      body: { username: 'intruder', request: 'A' },
    });
    expect(status).toBe(400);
    expect(server.logged.filter((entry) => entry.includes('certificate refused'))).not.toEqual([]);
    await registerOnLine(server, `free-${Math.random().toString(36).slice(2, 8)}`);
  });

  test('[M11] [T5] [001.10] with one’s own certificate nobody logs in as another', async () => {
    for (const name of ['sam', 'SAM', 'nobody', 'admin', 'erik sam', '']) {
      const line = await openLine(server, { shows: erik });
      line.say(`/login ${name}`);
      expect(await line.next()).toMatch(/^error: (invalid credentials|use \/login NAME)$/);
      line.socket.destroy();
    }
    const without = await openLine(server);
    without.say('/login erik');
    expect(await without.next()).toBe('error: invalid credentials');
    await without.closed;
  });

  test('[M02] [T15] nothing older than TLS 1.2 and no other suites; nothing is resumed', async () => {
    const refused = [
      { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' },
      { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' },
      { maxVersion: 'TLSv1.2', ciphers: 'NULL:aNULL:@SECLEVEL=0' },
    ] as const;
    for (const tls of refused) await expect(openLine(server, { tls })).rejects.toThrow(/SSL routines/);
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const first = await openLine(server, { shows: erik, tls: { maxVersion } });
      const session = first.socket.getSession();
      first.say('/help now');
      await first.next();
      expect(first.socket.getProtocol()).toBe(maxVersion);
      const second = await openLine(server, { shows: erik, tls: { maxVersion, ...(session && { session }) } });
      expect(second.socket.isSessionReused()).toBe(false);
      first.socket.destroy();
      second.socket.destroy();
    }
  });
});

describe('bytes', () => {
  let server: RunningServer;
  let at: { line: { host: string; port: number } };
  let sam: LineTalk;
  beforeAll(async () => {
    server = await runServer({ flags: ['--tls-port', '0', '--log', 'debug'] });
    const [, host = '', port = ''] = /TLS line protocol on (\S+):(\d+)\)/.exec(server.output()) ?? [];
    at = { line: { host, port: Number(port) } };
    sam = await enterLine(at, 'sam', await registerOnLine(at, 'sam'));
  });
  afterAll(() => server.close());

  const healthy = async (): Promise<void> => {
    expect((await raw(server.origin, 'GET', '/readyz')).status).toBe(200);
    const asked = sam.heard.length;
    sam.say('/users');
    await expect.poll(() => sam.heard.slice(asked).some((line) => line.split(' ').includes('sam'))).toBe(true);
  };
  /** Every line that the server wrote, as an event; throws where one is none. */
  const events = (): { msg: string }[] =>
    server
      .output()
      .split('\n')
      .filter((line) => line !== '' && !/^(Create the first admin|Waxwing is ready): /.test(line))
      .map((line) => JSON.parse(line) as { msg: string });

  const marked = 'MARKED-CONTENT';
  const hostile = fc.oneof(
    fc.integer({ min: 0, max: 4200 }).map((length) => Buffer.from(marked + 'x'.repeat(length))),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text)),
    fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => Buffer.from(text).subarray(0, -1)),
    fc.constantFrom('\u001b[2J', '\u202e', '\0', '\r', '\b'.repeat(50)).map((text) => Buffer.from(`${text}${marked}`)),
    fc
      .constantFrom('/register', '/register sam', '/csr', '/login', '/login sam', '/users', '/help', '@sam', '@', '/')
      .chain((word) => fc.string({ maxLength: 40 }).map((rest) => Buffer.from(`${word} ${rest}`))),
    fc.constant(Buffer.from('/register eve ' + 'QUJD'.repeat(900))),
    fc
      .constantFrom('__proto__', '{"op":"send"}', "'; DROP TABLE accounts; --", '%s%n')
      .map((text) => Buffer.from(text)),
  );

  test(`[M32] [M35] [T1] [T11] [001.15] ${HOSTILE_LINES} hostile lines leave the server healthy, and its log one line an event`, async () => {
    const all = fc.sample(hostile, { numRuns: HOSTILE_LINES });
    // What ends its connection is said alone, so that everything else is heard.
    const isLast = (line: Buffer): boolean => line.length > 4096 || line.toString('latin1').includes('/login');
    const lines = all.filter((line) => !isLast(line));
    for (const [count, line] of all.filter(isLast).entries()) {
      const alone = await openLine(at, { localAddress: `127.0.2.${1 + (count % 250)}` });
      await said(alone, [line, Buffer.from('\n')], 'at once');
      expect(alone.heard.at(-1)).toMatch(/^error: /);
    }
    for (let from = 0; from < lines.length; from += 100) {
      const some = lines.slice(from, from + 100).map((line) => Buffer.concat([line, Buffer.from('\n')]));
      // From many addresses: otherwise it is one too many connections, and not its lines, that is refused.
      const localAddress = `127.0.1.${1 + (from % 25_000) / 100}`;
      await Promise.all([
        said(await openLine(at, { localAddress }), some, 'at once'),
        said(await openLine(at, { localAddress }), some, 'byte by byte'),
      ]);
      // What one account says beyond its first 200 lines is read slowly, however many connections it has.
      const name = `mallory${from / 100}`;
      const shows = await registerOnLine(at, name, { localAddress });
      const inside = await enterLine(at, name, shows, { localAddress });
      await said(inside, some, 'at once');
      expect(inside.heard.length).toBeGreaterThan(some.length / 2);
      await expect.poll(async () => (await openAndLogIn(name, shows, localAddress)).ok).toBe(true);
    }
    await healthy();
    for (const line of sam.heard.slice(1)) expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    for (const line of sam.heard.slice(1))
      expect(line).toMatch(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (sam|mallory\d+): |[a-z ]+$)/);
    expect(events().length).toBeGreaterThan(0);
    expect(events().filter(({ msg }) => msg === 'line failed' || msg === 'background work failed')).toEqual([]);
    expect(server.output()).not.toContain(marked);
    // Who logs in is said, and nothing of what was typed.
    const others = events().filter(({ msg }) => msg !== 'audit' && msg !== 'authentication');
    expect(JSON.stringify(others)).not.toContain('mallory');
  });

  /** The one before has gone, and its key is free again. */
  const openAndLogIn = async (name: string, shows: Shown, localAddress: string): Promise<{ ok: boolean }> => {
    const line = await openLine(at, { shows, localAddress });
    line.say(`/login ${name}`);
    const ok = (await line.next()) === 'Authentication Succeeded';
    line.say('/exit');
    await line.closed;
    return { ok };
  };

  /** Says all of it, and waits until the server has closed behind the end. */
  const said = async (line: LineTalk, lines: readonly Buffer[], how: 'at once' | 'byte by byte'): Promise<void> => {
    line.socket.setNoDelay(true);
    if (how === 'at once') line.socket.write(Buffer.concat(lines));
    else
      for (const byte of Buffer.concat(lines).subarray(0, 1500)) {
        if (!line.socket.writable) break;
        line.socket.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    line.socket.end();
    await line.closed;
    line.socket.destroy();
  };

  test('[M36] [T14] [001.15] what is no TLS is dropped, and a hundred half handshakes stop nobody', async () => {
    const sockets = [];
    for (const first of ['GET / HTTP/1.1\r\n\r\n', '\0'.repeat(500), '/register sam\n', '']) {
      for (let count = 0; count < 25; count++) {
        const socket = net.connect(at.line.port, at.line.host);
        socket.on('error', () => undefined);
        socket.write(first === '' ? Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]) : first);
        sockets.push(socket);
      }
    }
    await healthy();
    expect(sockets).toHaveLength(100);
    for (const socket of sockets) socket.destroy();
  });

  test('[M40] [T14] one address opens so many connections in a minute, and the next later', async () => {
    let refused = 0;
    for (let count = 0; count < 400 && refused === 0; count++) {
      const line = await openLine(at, { localAddress: '127.0.0.9' }).catch(() => null);
      line?.socket.destroy();
      if (!line) refused = count;
    }
    expect(refused).toBeGreaterThanOrEqual(300);
    await healthy();
  });
});

test(`[T12] [001.4] [003.8] with ${ONLINE} people online \`/users\` is whole, on one line, and a message reaches everyone`, async () => {
  const server = await bootServer({ flags: { 'tls-port': '0' } });
  const lines: LineTalk[] = [];
  const names = Array.from({ length: ONLINE }, (_, at) => `person-${String(at).padStart(5, '0')}`);
  for (let from = 0; from < names.length; from += 25) {
    const some = names.slice(from, from + 25).map(async (name, at) => {
      const localAddress = `127.0.${1 + Math.floor(from / 200)}.${1 + at}`;
      return enterLine(server, name, await registerOnLine(server, name), { localAddress });
    });
    lines.push(...(await Promise.all(some)));
  }
  const [first] = lines;
  first?.say('/users');
  expect(await first?.next()).toBe(names.join(' '));
  const started = performance.now();
  first?.say('can you all hear me?');
  const heard = await Promise.all(lines.map((line) => line.next()));
  process.stdout.write(`a message to ${ONLINE} lines: ${Math.round(performance.now() - started)} ms\n`);
  expect(new Set(heard.map((line) => line.slice(20)))).toEqual(new Set(['person-00000: can you all hear me?']));
  for (const line of lines) line.socket.destroy();
  await server.close();
}, 900_000);
