import fs from 'node:fs';
import { expect, test } from 'vitest';
import { openByPassword } from '../../src/client/account/vaultAccess.ts';
import { Server } from '../../src/client/server.ts';
import { runServer } from '../support/command.ts';
import { newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';

const LOGINS = process.env['WAXWING_SOAK'] ? 100 : 6;
const PASSWORD = 'MARKED-plum bicycle bell 71';
const LARGEST = 256 * 1024 * 1024;

/** How often texts stand in the memory that a process may write, read from outside. */
function timesInMemory(pid: number, texts: readonly string[]): number[] {
  const maps = [...fs.readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)];
  const file = fs.openSync(`/proc/${pid}/mem`, 'r');
  const times = texts.map(() => 0);
  for (const [, from = '', to = ''] of maps) {
    const bytes = areaOf(file, parseInt(from, 16), parseInt(to, 16));
    for (const [at, text] of texts.entries()) {
      const forms = [Buffer.from(text), Buffer.from(text, 'utf16le')];
      times[at] = (times[at] ?? 0) + forms.filter((form) => bytes.includes(form)).length;
    }
  }
  fs.closeSync(file);
  return times;
}

/** What cannot be read, as what the kernel maps there, is empty. */
function areaOf(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.min(to - from, LARGEST));
  try {
    return bytes.subarray(0, fs.readSync(file, bytes, 0, bytes.length, from));
  } catch {
    return Buffer.alloc(0);
  }
}

const canRead = (): boolean => {
  const isThere = fs.existsSync('/proc/self/mem') && process.getuid?.() === 0;
  if (!isThere) process.stdout.write('skipped: needs root on Linux, to read the memory of the server\n');
  return isThere;
};

test('[M19] [001.12] the memory and the output of a server hold no password while people log in', async () => {
  if (!canRead()) return;
  const server = await runServer({ flags: ['--log', 'debug'] });
  await newMember(server.origin, 'amara-marked', { password: PASSWORD });
  for (let count = 0; count < LOGINS; count++) {
    await openByPassword(new Server(new Cookies(server.origin)), 'amara-marked', PASSWORD);
  }
  // The same search finds what the server does know.
  const [password, name] = timesInMemory(server.pid, [PASSWORD, 'amara-marked']);
  expect(password).toBe(0);
  expect(name).toBeGreaterThan(0);
  expect(server.output()).not.toContain('MARKED');
  await server.close();
});
