import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { httpTo } from '../../src/cli/remote/http.ts';
import { meet } from '../../src/cli/remote/pin.ts';
import { hasOpenssl, openssl } from '../support/openssl.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-pin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An authority, and a certificate of it for localhost. */
interface Authority {
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

function newAuthority(name: string): Authority {
  const at = (file: string) => path.join(folder, `${name}-${file}`);
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const local = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-addext',
    'basicConstraints=critical,CA:FALSE',
  ];
  openssl(folder, ...fresh, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', `/CN=${name}`);
  openssl(
    folder,
    ...fresh,
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-keyout',
    at('key'),
    '-out',
    at('cert'),
    ...local,
  );
  return { ca: at('ca.pem'), key: at('key'), cert: at('cert') };
}

/** A server that proves itself with one authority's certificate, and may show another's, or says a status instead. */
async function serving(port: number, { key, cert }: Authority, shown: Authority | number) {
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    // The next one on this port is another server.
    response.setHeader('connection', 'close');
    if (request.url !== '/ca.pem') return response.writeHead(200).end('{"hello":"there"}');
    if (typeof shown === 'number') return response.writeHead(shown).end('nothing here');
    return response.writeHead(200).end(readFileSync(shown.ca));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: new URL(`https://localhost:${taken}`), port: taken, close };
}

test("[M03] [001.8] a server's own authority is pinned at first contact, and nobody else's holds from then on", async () => {
  if (!hasOpenssl()) return;
  const [own, mallory] = [newAuthority('own'), newAuthority('mallory')];
  const pins = path.join(folder, 'pins');
  const server = await serving(0, own, own);
  const first = await meet(server.url, pins);
  expect(first.firstContact).toBe(new X509Certificate(readFileSync(own.ca)).fingerprint256);
  const again = await meet(server.url, pins);
  expect(again.firstContact).toBeNull();
  const cookies = { header: async () => ({}), take: async () => undefined };
  expect(await httpTo(again.place, cookies).request('GET', '/api')).toEqual({ status: 200, body: { hello: 'there' } });
  await server.close();
  // Nobody there: what is known still counts, for when there is.
  expect((await meet(server.url, pins)).firstContact).toBeNull();

  for (const [proves, shows] of [
    [mallory, mallory],
    [mallory, own],
  ] as const) {
    const another = await serving(server.port, proves, shows);
    await expect(meet(another.url, pins)).rejects.toThrow(/^STOP: /);
    await expect(httpTo(again.place, cookies).request('GET', '/api')).rejects.toThrow(/certificate|issuer/);
    await another.close();
  }
  const moved = await serving(server.port, own, mallory);
  await expect(meet(moved.url, pins)).rejects.toThrow(/^STOP: .*shows another certificate authority than before/);
  await moved.close();
});

test('[001.8] a server that had an authority and has none now is refused, loudly', async () => {
  if (!hasOpenssl()) return;
  const own = newAuthority('gone');
  const pins = path.join(folder, 'gone');
  const server = await serving(0, own, own);
  await meet(server.url, pins);
  await server.close();
  for (const status of [404, 410, 200, 302]) {
    const without = await serving(server.port, own, status);
    await expect(meet(without.url, pins)).rejects.toThrow(
      status === 200 ? /is none/ : /^STOP: .*no certificate authority any more/,
    );
    await without.close();
  }
});

test('[001.8] whoever keeps the authority from being asked for gets no request either', async () => {
  if (!hasOpenssl()) return;
  const [own, mallory] = [newAuthority('late'), newAuthority('late-mallory')];
  const pins = path.join(folder, 'late');
  const server = await serving(0, own, own);
  await meet(server.url, pins);
  await server.close();
  const cookies = { header: async () => ({}), take: async () => undefined };
  const silent = await serving(server.port, own, 503);
  const { place } = await meet(silent.url, pins);
  const http = httpTo(place, cookies);
  await expect(http.request('GET', '/api')).rejects.toThrow('503');
  await silent.close();
  const another = await serving(server.port, own, mallory);
  await expect(http.request('GET', '/api')).rejects.toThrow(/^STOP: /);
  await another.close();
  const back = await serving(server.port, own, own);
  expect(await http.request('GET', '/api')).toMatchObject({ status: 200 });
  await back.close();
});

test('[M03] [001.8] at first contact, an authority that has not made the certificate is no introduction', async () => {
  if (!hasOpenssl()) return;
  const [one, other] = [newAuthority('one'), newAuthority('other')];
  const server = await serving(0, one, other);
  const pins = path.join(folder, 'none');
  await expect(meet(server.url, pins)).rejects.toThrow(/^STOP: the certificate of https:.* does not hold/);
  expect(existsSync(path.join(pins, 'ca.pem'))).toBe(false);
  writeFileSync(other.ca, 'no certificate');
  await expect(meet(server.url, pins)).rejects.toThrow(/^STOP|shows as its certificate authority is none/);
  await server.close();
});

test('[001.8] an authority that changes while one is at it is said so at once, gets no request, and is said to be back', async () => {
  if (!hasOpenssl()) return;
  const [own, mallory] = [newAuthority('amid'), newAuthority('amid-mallory')];
  const pins = path.join(folder, 'amid');
  let server = await serving(0, own, own);
  for (const isFirst of [true, false]) {
    const { place, firstContact, watch } = await meet(server.url, pins);
    expect(firstContact !== null).toBe(isFirst);
    const heard: (string | null)[] = [];
    watch((stop) => heard.push(stop));
    const http = httpTo(place, { header: async () => ({}), take: async () => undefined });
    expect(await http.request('GET', '/api')).toMatchObject({ status: 200 });
    await server.close();
    await expect(http.request('GET', '/api')).rejects.not.toThrow(/^STOP: /);
    expect(heard).toEqual([]);

    const shows = await serving(server.port, own, mallory);
    for (let tries = 0; tries < 2; tries++) await expect(http.request('GET', '/api')).rejects.toThrow(/^STOP: /);
    expect(heard).toEqual([expect.stringMatching(/^STOP: .*shows another certificate authority than before/)]);
    await shows.close();
    const proves = await serving(server.port, mallory, own);
    await expect(http.request('GET', '/api')).rejects.toThrow(/^STOP: /);
    expect(heard.at(-1)).toMatch(/^STOP: the certificate of https:.* does not hold/);
    await proves.close();
    const back = await serving(server.port, own, own);
    expect(await http.request('GET', '/api')).toMatchObject({ status: 200 });
    expect(heard.slice(2)).toEqual([null]);
    await back.close();
    if (isFirst) server = await serving(server.port, own, own);
  }
});
