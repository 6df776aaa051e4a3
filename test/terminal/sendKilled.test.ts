import { writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Running, type Sender, newSender, textsOf } from '../support/sender.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 20 : 3;
const lines = Array.from({ length: 6000 }, (_, at) => `line ${at + 1}`);

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

const texts = (machine: string) => textsOf(server.data, machine);

async function enrolled(machine: string, at = sender): Promise<void> {
  const asked = { act: 'token', name: machine, label: 'test' };
  const { token } = (await server.admin({ act: 'machine', asked })) as { token: string };
  expect((await at.pipe(token, '--as', machine, '--enrol')).status).toBe(0);
}

/** Kills it some time after it began to arrive, unless it has ended by then. Answers its status. */
async function killed(one: Running, machine: string, before: number): Promise<number | null> {
  let hasEnded = false;
  void one.ended.then(() => (hasEnded = true));
  await expect.poll(() => hasEnded || texts(machine).length > before, { interval: 5 }).toBe(true);
  await sleep(Math.random() * 100);
  return (await one.kill('SIGKILL')).status;
}

test(
  `[002.7] the sender of a file is killed at random moments, ${ROUNDS} files: every line is there once, and in order`,
  { timeout: ROUNDS * 180_000 },
  async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const machine = `file${round}`;
      await enrolled(machine);
      const file = path.join(sender.folder, machine);
      writeFileSync(file, `${lines.join('\n')}\n`);
      // Once all has arrived the file counts as sent, even if it was killed before it could say so.
      for (let status: number | null = null; status !== 0 && texts(machine).length < lines.length;) {
        const before = texts(machine).length;
        status = await killed(sender.send('--as', machine, '--file', file), machine, before);
      }
      expect(texts(machine)).toEqual(lines);
    }
  },
);

test(
  `[002.7] killed ${ROUNDS} times at a pipe: what it had read is sent by the next run, each line once and in order`,
  { timeout: ROUNDS * 180_000 },
  async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const machine = `pipe${round}`;
      await enrolled(machine);
      const live = sender.send('--as', machine);
      live.type(`${lines.join('\n')}\n`);
      await killed(live, machine, 0);
      expect((await sender.pipe('', '--as', machine)).status).toBe(0);
      const stored = texts(machine);
      expect(stored.length).toBeGreaterThan(0);
      expect(stored).toEqual(lines.slice(0, stored.length));
    }
  },
);

test('[I7] answers that are lost on the way: what arrived is not stored again', async () => {
  let lost = 0;
  const between = http.createServer((request, response) => {
    const { hostname, port } = new URL(server.origin);
    const { method, url: path, headers } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      if (path === '/ingest/records' && lost < 3) {
        lost += 1;
        answer.resume().once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as { port: number };
  const remote = newSender(() => `http://localhost:${port}`);
  await enrolled('lost', remote);
  const { status, errors } = await remote.pipe(lines.join('\n'), '--as', 'lost');
  expect([status, lost]).toEqual([0, 3]);
  expect(errors).toContain('the server is back');
  expect(texts('lost')).toEqual(lines);
  remote.remove();
  between.close();
});
