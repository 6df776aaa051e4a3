import { once } from 'node:events';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import { openRoot } from '../../authority/root.ts';
import { startTlsIdentities } from '../../authority/tlsIdentity.ts';
import { secretFolder } from '../../secrets.ts';
import { systemRandom } from '../../system.ts';
import { createSecureServer } from './secureServer.ts';

const DAY = 24 * 3600_000;
const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

test('[T15] [X4] a renewed certificate is shown to whoever comes next; who is there stays', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  const clock = handClock(Date.now() - 61 * DAY);
  const root = await openRoot(secretFolder(folder), clock, systemRandom);
  const failed = (error: unknown): never => {
    throw error;
  };
  const identities = await startTlsIdentities({ root, hosts: ['localhost'], clock, random: systemRandom, failed });
  const { server, stopRenewal } = createSecureServer(identities);
  server.on('secureConnection', (socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  stops.push(
    stopRenewal,
    () => identities.stop(),
    () => void server.close(),
    () => fs.rmSync(folder, { recursive: true }),
  );

  const connected = async (): Promise<{ socket: tls.TLSSocket; serial: string }> => {
    const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: root.certificate });
    stops.push(() => socket.destroy());
    await once(socket, 'secureConnect');
    return { socket, serial: socket.getPeerCertificate().serialNumber };
  };
  const first = await connected();
  expect((await connected()).serial).toBe(first.serial);
  clock.advance(61 * DAY);
  await expect.poll(async () => (await connected()).serial).not.toBe(first.serial);
  expect(first.socket.closed).toBe(false);
});
