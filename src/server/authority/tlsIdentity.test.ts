import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handClock, type HandClock } from '../../../test/support/handClock.ts';
import { hasOpenssl, openssl } from '../../../test/support/openssl.ts';
import { systemRandom } from '../system.ts';
import { openRoot, type Folder, type Root } from './root.ts';
import { hostsOf, startTlsIdentities, type TlsIdentities } from './tlsIdentity.ts';

const DAY = 24 * 3600_000;
let clock: HandClock;
let root: Root;
let identities: TlsIdentities;
const start = (hosts: readonly string[]): Promise<TlsIdentities> =>
  startTlsIdentities({ root, hosts, clock, random: systemRandom, failed: (error) => expect(error).toBeUndefined() });

beforeEach(async () => {
  // The TLS of this process looks at the machine's own clock.
  clock = handClock(Date.now());
  root = await openRoot(inMemory(), clock, systemRandom);
  identities = await start(hostsOf('https://chat.example.org:8443', '192.0.2.7'));
});
afterEach(() => identities.stop());

function inMemory(): Folder {
  const files = new Map<string, string>();
  return { read: (name) => files.get(name) ?? null, write: (name, text) => void files.set(name, text) };
}

const serialOf = ({ cert }: { cert: string }): string => new X509Certificate(cert).serialNumber;

describe("[001.8] the server's certificate", () => {
  test('is for the names and addresses at which people find the server', () => {
    const certificate = new X509Certificate(identities.current().cert);
    expect(certificate.subject).toBe('CN=chat.example.org');
    for (const name of ['localhost', 'chat.example.org']) expect(certificate.checkHost(name)).toBe(name);
    for (const ip of ['127.0.0.1', '192.0.2.7']) expect(certificate.checkIP(ip)).toBe(ip);
    expect(certificate.checkIP('::1')).toBeDefined();
    expect(certificate.checkHost('example.org')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  test('what listens on all addresses has no name from that', () => {
    expect(hostsOf(null, '0.0.0.0')).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(hostsOf(null, '::')).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(hostsOf('http://[2001:db8::5]:80', 'inner.host')).toEqual([
      '2001:db8::5',
      'localhost',
      '127.0.0.1',
      '::1',
      'inner.host',
    ]);
  });

  test('is taken by whoever trusts the authority, and by nobody else', async () => {
    const { key, cert, ca } = identities.current();
    const server = tls.createServer({ key, cert }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const meet = (options: tls.ConnectionOptions): Promise<string> =>
      new Promise((resolve) => {
        const socket = tls.connect({ host: '127.0.0.1', port, ...options }, () => {
          resolve('met');
          socket.destroy();
        });
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
    try {
      expect(await meet({ ca })).toBe('met');
      expect(await meet({ ca, servername: 'localhost' })).toBe('met');
      expect(await meet({ ca, servername: 'elsewhere.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
      expect(await meet({})).not.toBe('met');
    } finally {
      server.close();
    }
  });

  test('is followed by a new one a month before its end, with a new key, and the door is told', async () => {
    const first = identities.current();
    const told: string[] = [];
    const stop = identities.onRenewal((identity) => told.push(serialOf(identity)));
    clock.advance(59 * DAY);
    expect(identities.current()).toBe(first);
    clock.advance(2 * DAY);
    await expect.poll(() => told).toHaveLength(1);
    const next = identities.current();
    expect(told).toEqual([serialOf(next)]);
    expect(next.key).not.toBe(first.key);
    expect(next.ca).toBe(first.ca);
    expect(new X509Certificate(next.cert).validToDate.getTime()).toBeGreaterThan(clock.now() + 88 * DAY);
    stop();
  });

  test('after a stop nothing is renewed any more', () => {
    const first = identities.current();
    identities.stop();
    clock.advance(200 * DAY);
    expect(identities.current()).toBe(first);
  });

  test('openssl takes it, for its names only', () => {
    if (!hasOpenssl()) return;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
    try {
      fs.writeFileSync(path.join(folder, 'ca.pem'), root.certificate);
      fs.writeFileSync(path.join(folder, 'leaf.pem'), identities.current().cert);
      const verify = (...more: string[]): number | null =>
        openssl(folder, 'verify', '-x509_strict', '-CAfile', 'ca.pem', ...more, 'leaf.pem').status;
      expect(verify('-purpose', 'sslserver', '-verify_hostname', 'chat.example.org')).toBe(0);
      expect(verify('-verify_ip', '::1')).toBe(0);
      expect(verify('-verify_hostname', 'example.com')).not.toBe(0);
      expect(verify('-purpose', 'sslclient')).not.toBe(0);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
