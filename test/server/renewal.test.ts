import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { newAuthority } from '../mallory/support/authorities.ts';
import { handClock } from '../support/handClock.ts';
import { bootServer } from '../support/server.ts';

const MINUTE = 60_000;

/** The name in the certificate that whoever comes now is shown. */
function shownAt(port: number): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
    resolve(new X509Certificate(socket.getPeerCertificate().raw).subjectAltName);
    socket.destroy();
  });
  socket.on('error', reject);
  return promise;
}

test('a certificate that was renewed is shown within a minute; one that does not fit its key changes nothing, and is logged', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-renewal-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const authority = await newAuthority();
  const [first, second] = [await authority.signs({ names: ['first'] }), await authority.signs({ names: ['second'] })];
  fs.writeFileSync(cert, first.cert);
  fs.writeFileSync(key, first.key);
  const clock = handClock();
  const server = await bootServer({ clock, flags: { 'tls-cert': cert, 'tls-key': key } });
  onTestFinished(() => server.close());
  expect(await shownAt(server.port)).toBe('DNS:first');

  fs.writeFileSync(cert, second.cert);
  clock.advance(MINUTE);
  expect(await shownAt(server.port)).toBe('DNS:first');
  expect(server.logged.join()).toContain('the certificate stays as it was');

  fs.writeFileSync(key, second.key);
  clock.advance(MINUTE);
  expect(await shownAt(server.port)).toBe('DNS:second');
});
