import { X509Certificate, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepCertificate } from '../../src/cli/chat/certificate.ts';
import { Server } from '../../src/client/server.ts';
import { newMember } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const DAY = 24 * 3600_000;
let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await bootServer();
  folder = mkdtempSync(path.join(tmpdir(), 'waxwing-certificate-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('[001.1] [001.8] the key is made here and stays; its certificate is renewed ten days before it ends', async () => {
  const { http } = await newMember(server.origin, 'renewing');
  const asked: string[] = [];
  const counting = new Server({
    request: (method, to, body) => {
      asked.push(`${method} ${to}`);
      return http.request(method, to, body);
    },
  });
  const held = () => new X509Certificate(readFileSync(path.join(folder, 'certificate.pem')));
  const authority = await (await fetch(`${server.origin}/ca.pem`)).text();
  const kept = { folder, username: 'renewing', authority };
  await keepCertificate(counting, kept, Date.now());
  const first = held();
  const key = readFileSync(path.join(folder, 'certificate-key.pem'));
  expect(first.publicKey.equals(createPublicKey(key))).toBe(true);
  expect(statSync(path.join(folder, 'certificate-key.pem')).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(asked)).not.toContain('PRIVATE');

  await keepCertificate(counting, kept, Date.now() + 19 * DAY);
  expect(held().serialNumber).toBe(first.serialNumber);
  await keepCertificate(counting, kept, Date.now() + 21 * DAY);
  expect(held().serialNumber).not.toBe(first.serialNumber);
  expect(held().publicKey.equals(first.publicKey)).toBe(true);
  expect(asked).toEqual(Array.from({ length: 2 }, () => 'POST /api/v1/account/certificates'));

  // The server has another authority now, which its owner has confirmed: what the old one made opens nothing any more.
  const second = held();
  await server.restart(() => rmSync(path.join(server.data, 'secrets', 'ca'), { recursive: true }));
  const next = await (await fetch(`${server.origin}/ca.pem`)).text();
  await keepCertificate(counting, { ...kept, authority: next }, Date.now());
  expect(held().serialNumber).not.toBe(second.serialNumber);
  expect(held().verify(new X509Certificate(next).publicKey)).toBe(true);
});
