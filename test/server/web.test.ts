import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestRoutes } from '../../src/protocol/ingest.ts';
import { recipientRoutes } from '../../src/protocol/recipients.ts';
import { publicRoutes } from '../../src/protocol/publicRoutes.ts';
import { routes } from '../../src/protocol/routes.ts';
import { limits } from '../../src/protocol/limits.ts';
import { newMember, type Member } from '../support/member.ts';
import { comparable, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let amara: Member;
const pages = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-pages-'));
beforeAll(async () => {
  fs.mkdirSync(path.join(pages, 'assets'));
  fs.writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Waxwing</title>');
  fs.writeFileSync(path.join(pages, 'assets/app-abc123.js'), `console.log(${JSON.stringify('x'.repeat(4000))})`);
  fs.writeFileSync(path.join(pages, 'sw.js'), '');
  fs.writeFileSync(path.join(pages, 'manifest.webmanifest'), '{}');
  fs.mkdirSync(path.join(pages, 'icons'));
  fs.writeFileSync(path.join(pages, 'icons/icon-192.png'), '');
  fs.mkdirSync(path.join(pages, 'embed'));
  fs.writeFileSync(path.join(pages, 'embed.js'), '(() => {})();');
  fs.writeFileSync(path.join(pages, 'embed/contact.js'), 'export {};');
  server = await bootServer({ pages });
  amara = await newMember(server.origin, 'amara');
});
afterAll(async () => {
  await server.close();
  fs.rmSync(pages, { recursive: true });
});

test('an address that leads nowhere is a page with a way home in a browser, and a problem for programs', async () => {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'de' };
  for (const address of ['/index.php', '/assets/gone.js', '/public/nothing']) {
    const page = await raw(server.origin, 'GET', address, { headers });
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
    expect(page.text).toContain('<h1>Hier ist nichts.</h1>');
    expect(page.text).toContain('<a href="/">');
  }
  for (const address of ['/api/v1/nothing', '/v1/logs?x', '/ingest', '/metrics/', '/.well-known/x'])
    expect(await raw(server.origin, 'GET', address, { headers })).toMatchObject({ json: { code: 'not_found' } });
  expect(await raw(server.origin, 'GET', '/index.php')).toMatchObject({ json: { code: 'not_found' } });
  expect(await raw(server.origin, 'DELETE', '/index.php', { headers })).toMatchObject({ json: { code: 'not_found' } });
});

describe('[000.7] security headers stand on every answer', () => {
  const kept = ['/healthz', '/readyz', '/assets/gone.js'];
  test.each([
    ['a page', 'GET', '/', 200],
    ['a page of the app', 'GET', '/conversations/abc', 200],
    ['an asset', 'GET', '/assets/app-abc123.js', 200],
    ['nothing', 'GET', '/assets/gone.js', 404],
    ['an API answer', 'GET', '/api/v1/instance', 200],
    ['an API refusal', 'GET', '/api/v1/account', 401],
    ['an unknown API path', 'GET', '/api/v1/nothing', 404],
    ['another method', 'DELETE', '/api/v1/account', 404],
    ['an address that cannot be read', 'GET', '/api/v1/people/%E0%A4%A', 404],
    ['health', 'GET', '/healthz', 200],
    ['readiness', 'GET', '/readyz', 200],
    ['the description', 'GET', '/openapi.json', 200],
    ["the authority's certificate", 'GET', '/ca.pem', 200],
    ['the contact', 'GET', '/.well-known/security.txt', 200],
  ] as const)('%s', async (_what, method, address, status) => {
    const answer = await raw(server.origin, method, address);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
    const csp = answer.headers['content-security-policy'];
    for (const directive of [
      "default-src 'none'",
      "require-trusted-types-for 'script'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(csp).toContain(directive);
    }
    expect(csp).toContain(`connect-src 'self' ws://localhost:${server.port}`);
    expect(csp).not.toContain('unsafe-inline');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('server');
    expect(answer.headers['cache-control'] === 'no-store').toBe(address.startsWith('/api') || kept.includes(address));
    expect(answer.headers['content-type']?.startsWith('application/problem+json')).toBe(status >= 400);
  });

  test('what is no HTTP gets them too, and the connection ends', async () => {
    const socket = net.connect(server.port, '127.0.0.1');
    socket.write('nonsense\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("default-src 'none'");
  });
});

describe('only JSON is taken', () => {
  const body = JSON.stringify({ username: 'amara' });
  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'username=amara'],
    ['a multipart form', 'multipart/form-data; boundary=x', body],
    ['plain text', 'text/plain', body],
    ['a tab in the type', 'application/json\tx', body],
    ['a type beside it', 'text/plain;application/json', body],
    ['XML', 'application/xml', '<a/>'],
    ['broken JSON', 'application/json', '{"username":'],
    ['JSON that would change prototypes', 'application/json', '{"username":"amara","__proto__":{"role":"admin"}}'],
    ['an unknown field', 'application/json', '{"username":"amara","role":"admin"}'],
    ['nothing', 'application/json', ''],
  ])('%s is refused', async (_what, type, text) => {
    const answer = await raw(server.origin, 'POST', '/api/v1/recovery/start', {
      text,
      headers: { 'content-type': type },
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid' } });
  });

  test.each([
    ['a stranger', '/api/v1/recovery/start', limits.strangersBody],
    ['anybody', '/api/v1/conversations', limits.requestBody],
  ])('[H13] a body beyond the limit for %s is refused as too large', async (_who, path, limit) => {
    const headers = { 'content-type': 'application/json' };
    const post = async (length: number) => {
      const [head, tail] = ['{"username":"', '"}'];
      const text = `${head}${'a'.repeat(length - head.length - tail.length)}${tail}`;
      return amara.http.raw('POST', path, { text, headers });
    };
    expect(await post(limit)).toMatchObject({ status: 400, json: { code: 'invalid' } });
    expect(await post(limit + 1)).toMatchObject({ status: 413, json: { code: 'too_large' } });
  });

  test('the field that is wrong is named', async () => {
    const answer = await raw(server.origin, 'POST', '/api/v1/recovery/start', { body: { username: 'a' } });
    expect(answer.json).toMatchObject({ code: 'invalid', field: 'username', status: 400, type: 'about:blank' });
  });
});

describe('[M23] [000.8] what would be SQL is text', () => {
  const hostile = [
    "' OR 1=1 --",
    '"; DROP TABLE accounts; --',
    "amara'/*",
    "a' UNION SELECT * FROM sessions --",
    '%_',
    '\u0000',
  ];
  test.each(hostile)('%j', async (text) => {
    const find = await amara.http.raw('GET', `/api/v1/people/${encodeURIComponent(text)}`);
    expect([400, 404]).toContain(find.status);
    const login = await raw(server.origin, 'POST', '/api/v1/login/start', {
      body: { username: text, request: 'AAAA' },
    });
    expect(login).toMatchObject({ status: 400, json: { code: 'invalid' } });
    const name = await amara.http.raw('PUT', '/api/v1/account', { body: { displayName: text } });
    expect(name.status).toBe(200);
    expect(name.json).toMatchObject({ displayName: text.replace('\u0000', '').trim(), username: 'amara' });
    const { json } = await amara.http.raw('GET', '/api/v1/account');
    expect(json).toMatchObject({ self: { account: amara.account, role: 'member' } });
  });
});

describe('the pages', () => {
  test('assets with a hash stay for ever, documents are asked for again', async () => {
    const asset = await raw(server.origin, 'GET', '/assets/app-abc123.js', { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    const page = await raw(server.origin, 'GET', '/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await raw(server.origin, 'GET', '/', { headers: { 'if-none-match': page.headers.etag ?? '' } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  test.each([
    ['/sw.js', 'text/javascript; charset=utf-8'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['/icons/icon-192.png', 'image/png'],
  ])('%s, which has no hash in its name, is asked for again and is no page', async (address, type) => {
    const { status, headers } = await raw(server.origin, 'GET', address);
    expect([status, headers['cache-control'], headers['content-type']]).toEqual([200, 'no-cache', type]);
    expect((await raw(server.origin, 'GET', `${address}.gone`)).status).toBe(404);
  });

  test.each([
    '/..%2f..%2fetc/passwd',
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/secrets/names',
    '/assets//app-abc123.js',
    '/index.html%00.js',
  ])('[001.16] %s leads nowhere outside', async (address) => {
    const { status, text } = await raw(server.origin, 'GET', address);
    expect(status === 404 || text.includes('<title>Waxwing</title>')).toBe(true);
  });

  test('[004.1] the tag for other sites and what it imports open to them, and nothing else does', async () => {
    for (const address of ['/embed.js', '/embed/contact.js']) {
      const { headers } = await raw(server.origin, 'GET', address, {
        headers: { origin: 'https://elsewhere.example' },
      });
      expect(headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=600',
        'content-type': 'text/javascript; charset=utf-8',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      });
      const again = await raw(server.origin, 'GET', address, { headers: { 'if-none-match': headers.etag ?? '' } });
      expect(again.status).toBe(304);
    }
    for (const address of ['/', '/sw.js', '/assets/app-abc123.js', '/embedded', '/embed', '/embed/gone.js']) {
      const { headers } = await raw(server.origin, 'GET', address);
      expect([address, headers['cross-origin-resource-policy']]).toEqual([address, 'same-origin']);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('only reading gets a page', async () => {
    expect(await raw(server.origin, 'POST', '/setup', { body: {} })).toMatchObject({ status: 404 });
    for (const address of ['/metrics/', '/v1/logs', '/v1/traces', '/healthz/x', '/readyz/x', '/ingest', '/api'])
      expect(await raw(server.origin, 'GET', address)).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

test('the description names every route, and its schemas are all there', async () => {
  const { json } = await raw(server.origin, 'GET', '/openapi.json');
  const document = json as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: object };
  };
  expect(document.openapi).toBe('3.1.1');
  const described = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(described.sort()).toEqual(
    [
      'getAuthority',
      ...[routes, ingestRoutes, recipientRoutes, publicRoutes].flatMap((some) => Object.keys(some)),
    ].sort(),
  );
  const refs = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(refs.length).toBeGreaterThan(10);
  for (const name of refs) expect(document.components.schemas).toHaveProperty(name ?? '');
  expect(JSON.stringify(json)).not.toContain('$defs');
});

test('security.txt says whom to write to and until when (RFC 9116)', async () => {
  const { text } = await raw(server.origin, 'GET', '/.well-known/security.txt');
  expect(text).toMatch(/^Contact: mailto:security@localhost$/m);
  const [, expires = ''] = /^Expires: (.*)$/m.exec(text) ?? [];
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());
});

test('an unknown path of the API says so and nothing else', async () => {
  const one = await raw(server.origin, 'GET', '/api/v1/nothing');
  const other = await raw(server.origin, 'GET', `/api/v1/${'x'.repeat(300)}`);
  expect(comparable(one)).toEqual(comparable(other));
  expect(one.json).toMatchObject({ code: 'not_found', status: 404 });
});

test('over HTTPS the cookie is secure and its name holds it to this host; browsers are told to stay on HTTPS', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ],
    { stdio: 'ignore' },
  );
  const secure = await bootServer({ flags: { 'tls-cert': cert, 'tls-key': key } });
  try {
    expect(secure.origin).toBe(`https://localhost:${secure.port}`);
    const answer = await new Promise<{ headers: Record<string, unknown>; status: number | undefined }>(
      (resolve, reject) => {
        const options = { method: 'POST', ca: fs.readFileSync(cert), headers: { 'content-type': 'application/json' } };
        https
          .request(`${secure.origin}/api/v1/logout`, options, ({ headers, statusCode }) =>
            resolve({ headers, status: statusCode }),
          )
          .on('error', reject)
          .end('{}');
      },
    );
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'strict-transport-security': 'max-age=31536000; includeSubDomains' },
    });
    expect(answer.headers['content-security-policy']).toContain(`wss://localhost:${secure.port}`);
  } finally {
    await secure.close();
    fs.rmSync(folder, { recursive: true });
  }
});
