import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterLine, openLine, registerOnLine } from '../support/line.ts';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { type Connection, connect } from './support/bytes.ts';
import { type Recording, record } from './support/recording.ts';
import { type Shown, newAuthority } from './support/authorities.ts';

let folder: string;
let shown: Shown;
let server: TestServer;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-tls-'));
  shown = await (await newAuthority()).signs({ names: ['localhost'] });
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  fs.writeFileSync(key, shown.key);
  fs.writeFileSync(cert, shown.cert);
  server = await bootServer({ flags: { 'tls-cert': cert, 'tls-key': key, 'tls-port': '0' } });
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

/** What comes of a handshake with the web port: the version, or the fault. */
function shake(options: tls.ConnectionOptions): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = tls.connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options }, () => {
    resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
    socket.destroy();
  });
  socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
  return promise;
}

/** An answer of the web port, whoever signed its certificate. */
async function over(port: number, given: https.RequestOptions, body = ''): Promise<{ status: number; text: string }> {
  const request = https.request({ port, host: '127.0.0.1', rejectUnauthorized: false, agent: false, ...given });
  request.end(body);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once('response', resolve).once('error', reject);
  const answer = await promise;
  return { status: answer.statusCode ?? 0, text: await text(answer) };
}

/** It answers, and soon. */
const isHealthy = async (): Promise<boolean> => {
  const started = performance.now();
  const { status } = await over(server.port, { path: '/healthz' });
  return status === 200 && performance.now() - started < 2000;
};

test('[M02] the web port takes TLS 1.2 and 1.3 with forward secrecy and nothing else', async () => {
  const weak = 'ALL:@SECLEVEL=0';
  const refused = [
    { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: weak },
    ...['NULL', 'aNULL', 'AES128-GCM-SHA256', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384']
      .map((suite) => `${suite}:@SECLEVEL=0`)
      .map((ciphers) => ({ maxVersion: 'TLSv1.2', ciphers }) as const),
  ] as const;
  for (const options of refused) expect(await shake(options)).toMatch(/^(ERR_SSL_|EPROTO|ECONNRESET)/);
  expect(await shake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384');
  expect(await shake({})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384');
});

test('[M02] it negotiates nothing again, and takes no early data', async () => {
  if (!hasOpenssl()) return;
  const client = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${server.port}`, '-tls1_3', '-ign_eof']);
  client.stdin.end('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  const told = await text(client.stdout);
  expect(told).toContain('New, TLSv1.3');
  expect(told.match(/Max Early Data: \d+/g)?.filter((each) => !each.endsWith(' 0'))).toEqual([]);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const socket = tls.connect(
    { port: server.port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' },
    () => void socket.renegotiate({}, resolve),
  );
  socket.on('error', resolve);
  socket.on('close', () => resolve(new Error('closed')));
  expect(await promise).toBeInstanceOf(Error);
  socket.destroy();
});

test('[M02] whoever records all of it reads not one word', async () => {
  const canary = 'MARKED-fieldfare-at-noon';
  const asked = { method: 'POST', path: `/api/v1/login/start?${canary}`, headers: { cookie: `waxwing=${canary}` } };
  const talks = async (web: Recording, line: Recording): Promise<void> => {
    await over(web.port, { ...asked, headers: { ...asked.headers, 'content-type': 'application/json' } }, canary);
    const at = { line: { host: '127.0.0.1', port: line.port } };
    const name = `amara-${randomBytes(3).toString('hex')}`;
    const talk = await enterLine(at, name, await registerOnLine(at, name));
    talk.say(canary);
    await talk.until((heard) => heard.includes(canary));
    talk.socket.destroy();
  };
  const [web, line] = [await record(server.port), await record(server.line?.port ?? 0)];
  await talks(web, line);
  for (const each of [web, line]) {
    expect(each.bytes().length).toBeGreaterThan(1000);
    expect(each.bytes().includes(canary)).toBe(false);
    await each.close();
  }

  // The same search finds it where there is no TLS.
  const clear = await bootServer();
  const open = await record(clear.port);
  await raw(`http://127.0.0.1:${open.port}`, 'POST', asked.path, { text: canary });
  expect(open.bytes().includes(canary)).toBe(true);
  await open.close();
  await clear.close();
});

test('[M36] [M40] connections that never get as far as TLS do not keep a server from stopping', async () => {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const stopped = await bootServer({ flags: { 'tls-cert': cert, 'tls-key': key } });
  const open: Connection[] = [];
  for (const first of [
    '',
    '\u0016\u0003\u0001',
    'GET / HTTP/1.1\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  ]) {
    open.push(await connect(stopped, first));
  }
  await stopped.close();
  await expect.poll(() => open.filter((connection) => connection.isOpen())).toEqual([]);
});

/** The first flight of a client, as it goes over the wire. */
async function clientHello(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const listener = net.createServer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      resolve(bytes);
      socket.destroy();
    });
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address() as AddressInfo;
  tls.connect({ port, host: '127.0.0.1', ALPNProtocols: ['http/1.1'] }).on('error', () => undefined);
  const hello = await promise;
  listener.close();
  return hello;
}

const MUTATIONS = process.env['WAXWING_SOAK'] ? 5000 : 200;

test('[M36] greetings with changed, cut and doubled bytes end their connection and nothing else', async () => {
  const hello = await clientHello();
  for (const port of [server.port, server.line?.port ?? 0]) {
    for (let from = 0; from < MUTATIONS; from += 50) {
      const open = Array.from({ length: 50 }, (_, at) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.end(mutated(hello, from + at)));
        socket.on('error', () => undefined);
        return socket.resume();
      });
      expect(await isHealthy()).toBe(true);
      for (const socket of open) socket.destroy();
    }
  }
});

/** A byte that is another, the beginning alone, or all of it twice. */
function mutated(hello: Buffer, count: number): Buffer {
  const at = (count * 7919) % hello.length;
  if (count % 3 === 0) return Buffer.concat([hello.subarray(0, at), Buffer.of(count % 256), hello.subarray(at + 1)]);
  return count % 3 === 1 ? hello.subarray(0, at) : Buffer.concat([hello, hello]);
}

test('[M36] odd names and protocols in a greeting', async () => {
  for (const servername of ['a'.repeat(255), '*', '..', 'xn--', '127.0.0.1.', '-', 'localhost\u0000.evil.example']) {
    await shake({ servername }).catch(() => undefined);
  }
  for (const ALPNProtocols of [['h2'], ['\u0000'], Array.from({ length: 60 }, () => 'x'.repeat(255)), ['evil']]) {
    await shake({ ALPNProtocols });
  }
  expect(await isHealthy()).toBe(true);
});

test('[M36] client certificates that are long, or hard to check, stop nobody', async () => {
  if (!hasOpenssl()) return;
  const many = Array.from({ length: 2000 }, (_, at) => `${at}.localhost`);
  const limits = Array.from({ length: 1000 }, (_, at) => `permitted;DNS:${'a.'.repeat(20)}${at}.example`);
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  openssl(
    folder,
    ...fresh,
    '-keyout',
    'c.key',
    '-out',
    'c.pem',
    '-subj',
    '/CN=evil',
    '-addext',
    `nameConstraints=${limits.join(',')}`,
  );
  const leaf = ['-keyout', 'l.key', '-out', 'l.pem', '-subj', '/CN=sam', '-CA', 'c.pem', '-CAkey', 'c.key'];
  openssl(folder, ...fresh, ...leaf, '-addext', `subjectAltName=${many.map((name) => `DNS:${name}`).join(',')}`);
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
  for (const { key, cert } of [
    { key: shown.key, cert: shown.cert.repeat(70) },
    await (await newAuthority()).signs({ names: many }),
    { key: read('l.key'), cert: read('l.pem') + read('c.pem') },
  ]) {
    const started = performance.now();
    const line = await openLine(server, { tls: { key, cert } }).catch(() => null);
    line?.say('/login sam');
    await line?.closed;
    expect(line?.heard.join() ?? '').not.toContain('Succeeded');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await isHealthy()).toBe(true);
  }
});
