import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import { newMachine } from '../terminal/support.ts';

test('[M32] the name in a hostile certificate writes nothing on the terminal but itself', async () => {
  if (!hasOpenssl()) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-mallory-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const name = '/CN=evil\u001b[2J\u001b]0;all is well\u0007\u009b31m\u202e';
  openssl(folder, ...fresh, '-utf8', '-keyout', key, '-out', cert, '-subj', name);
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
    response.end(readFileSync(cert)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const machine = newMachine(`https://localhost:${port}`);

  const { status, errors } = await machine.pipe('/register amara');
  expect(status).toBe(1);
  expect(errors).toContain('STOP: the certificate of https://localhost');
  expect(errors).toContain('evil');
  expect(errors.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);

  machine.remove();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});
