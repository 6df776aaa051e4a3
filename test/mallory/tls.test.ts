import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bootServer } from '../support/server.ts';
import { type Connection, connect } from './support/bytes.ts';

test('[M36] [M40] connections that never get as far as TLS do not keep a server from stopping', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'], {
    stdio: 'ignore',
  });
  const server = await bootServer({ flags: { 'tls-cert': cert, 'tls-key': key } });
  const open: Connection[] = [];
  for (const first of [
    '',
    '\u0016\u0003\u0001',
    'GET / HTTP/1.1\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  ]) {
    open.push(await connect(server, first));
  }
  await server.close();
  await expect.poll(() => open.filter((connection) => connection.isOpen())).toEqual([]);
  fs.rmSync(folder, { recursive: true });
});
