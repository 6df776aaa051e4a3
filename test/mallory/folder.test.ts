import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { newMember } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

// Another account of the server's machine.

let server: TestServer | undefined;
const folders: string[] = [];
afterEach(async () => {
  await server?.close();
  server = undefined;
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  folders.push(made);
  return made;
}
const mode = (file: string): string => (fs.lstatSync(file).mode & 0o777).toString(8);

test('[001.16] a data folder that was open to everybody is closed, with a careless umask too', async () => {
  const data = folder();
  fs.chmodSync(data, 0o777);
  const umask = process.umask(0);
  try {
    server = await bootServer({ data });
    await newMember(server.origin, 'amara');
    expect(mode(data)).toBe('700');
    const open = fs
      .readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => (fs.lstatSync(path.join(data, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  } finally {
    process.umask(umask);
  }
});

test('[001.17] a link in the place of the admin socket leads nowhere: what it names stays as it is', async () => {
  const data = folder();
  const outside = path.join(folder(), 'outside');
  fs.writeFileSync(outside, 'as it was', { mode: 0o644 });
  fs.symlinkSync(outside, path.join(data, 'admin.sock'));
  server = await bootServer({ data });
  expect(fs.readFileSync(outside, 'utf8')).toBe('as it was');
  expect(mode(outside)).toBe('644');
  expect(fs.lstatSync(path.join(data, 'admin.sock')).isSocket()).toBe(true);
});

/** What the admin socket says to these bytes, until it closes or has said a line. */
function admin(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(path.join(server?.data ?? '', 'admin.sock'));
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes('\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    socket.write(bytes);
  });
}

test('[M35] [M24] what is no request of the admin socket does nothing, and never fells it', async () => {
  server = await bootServer();
  await newMember(server.origin, 'amara');
  const refused =
    /^\{"ok":false,"error":"(not a request that this server knows|this cannot be a (name|switch): see waxwing help admin)"\}\n$/;
  for (const line of [
    '',
    'null',
    '[]',
    '{"act":"__proto__"}',
    '{"act":"promote"}',
    '{"act":"promote","name":"amara","role":"owner"}',
    '{"act":"promote","name":{"toString":1}}',
    '{"act":"set","switch":"__proto__","on":true}',
    '['.repeat(4000),
  ]) {
    expect(await admin(`${line}\n`)).toMatch(refused);
  }
  const tooLong = 1024 * 1024 + 1;
  expect(await admin(`{"act":"promote","name":"${'a'.repeat(tooLong)}"}\n`)).toBe('');
  expect(await admin('x'.repeat(tooLong))).toBe('');
  const shell = await admin(`${JSON.stringify({ act: 'reset', name: "x'; DROP TABLE accounts; --" })}\n`);
  expect(JSON.parse(shell)).toMatchObject({ ok: false });
  expect(await server.admin({ act: 'users' })).toMatchObject([{ name: 'amara', role: 'member' }]);
});
