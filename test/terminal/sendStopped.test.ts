import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sender, newSender, textsOf } from '../support/sender.ts';
import { type TestServer, bootServer } from '../support/server.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 20 : 2;
/** What docs/machines.md says that can be lost of a pipe by SIGKILL, bytes: what is read at once, and one of these lines. */
const LOST_AT_MOST = 64 * 1024 + 350;

let server: TestServer;
let sender: Sender;
beforeAll(async () => {
  server = await bootServer();
  sender = newSender(() => server.origin);
});
afterAll(async () => {
  sender.remove();
  await server.close();
});

/** A pipe of which the test sees what nobody has read. */
function newPipe(name: string) {
  const file = path.join(sender.folder, name);
  execFileSync('mkfifo', [file]);
  const here = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
  let written = '';
  let [line, rest] = [0, ''];
  return {
    reader: fs.openSync(file, fs.constants.O_RDONLY),
    /** Writes until nothing more fits, mostly within a line. */
    fill(): void {
      for (;;) {
        while (rest.length < 100_000) rest += `line ${(line += 1)} ${'x'.repeat(line % 300)}\n`;
        const fits = tried(() => fs.writeSync(here, rest));
        if (fits === null) return;
        written += rest.slice(0, fits);
        rest = rest.slice(fits);
      }
    },
    /** All that somebody has read by now. */
    read(): string {
      const bytes = Buffer.alloc(1024 * 1024);
      let left = 0;
      for (let more = 1; more > 0; left += more) more = tried(() => fs.readSync(here, bytes)) ?? 0;
      fs.closeSync(here);
      return written.slice(0, written.length - left);
    },
  };
}

/** Null: it would have to wait. */
function tried(act: () => number): number | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
    throw error;
  }
}

/** Sends from a pipe that is always full, until the signal; then what waits is sent. Answers what was read and what was stored. */
async function ended(machine: string, signal: NodeJS.Signals): Promise<{ read: string; stored: string[] }> {
  const asked = { act: 'token', name: machine, label: 'test' };
  const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
  expect((await sender.pipe(token, '--as', machine, '--enrol')).status).toBe(0);
  const pipe = newPipe(machine);
  pipe.fill();
  const one = sender.sendFrom(pipe.reader, '--as', machine);
  fs.closeSync(pipe.reader);
  let goesOn = true;
  void one.ended.then(() => (goesOn = false));
  const filling = (async () => {
    for (; goesOn; await setImmediate()) pipe.fill();
  })();
  await expect.poll(() => textsOf(server.data, machine).length, { interval: 5 }).toBeGreaterThan(0);
  await sleep(Math.random() * 200);
  await one.kill(signal);
  await filling;
  expect((await sender.pipe('', '--as', machine)).status).toBe(0);
  return { read: pipe.read(), stored: textsOf(server.data, machine) };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '[002.7] after %s all that was read of a pipe is stored, the beginning of a line too',
  { timeout: ROUNDS * 60_000 },
  async (signal) => {
    for (let round = 1; round <= ROUNDS; round++) {
      const { read, stored } = await ended(`${signal.toLowerCase()}${round}`, signal);
      expect(stored).toEqual(read.split('\n').filter((line) => line !== ''));
    }
  },
);

test(
  '[002.7] after SIGKILL what is stored are the first lines that were read, and no more is lost than is said',
  { timeout: ROUNDS * 60_000 },
  async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const { read, stored } = await ended(`sigkill${round}`, 'SIGKILL');
      expect(stored).toEqual(read.split('\n').slice(0, stored.length));
      const lost = read.length - stored.join('\n').length;
      expect(lost).toBeLessThan(LOST_AT_MOST);
    }
  },
);
