import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { sendLines } from './lines.ts';

const BATCHES = 500;
const BATCH = Array.from({ length: 10 }, () => ({ text: 'x'.repeat(100_000) }));

let made = 0;
let left = 0;
let ended = 0;
let failsAt = Infinity;
async function* batches(): AsyncGenerator<typeof BATCH> {
  try {
    for (made = 0; made < BATCHES; made++) {
      if (made === failsAt) throw new Error('no more of it can be had');
      yield BATCH;
    }
  } finally {
    left += 1;
  }
}

const app = fastify();
app.get('/', (_request, reply) => {
  const line = z.object({ text: z.string() });
  return sendLines(reply, line, { name: 'all.jsonl', batches: batches(), ended: () => (ended += 1) });
});
afterEach(() => app.close());

test('[F11] what nobody takes is not made, a connection that ends, ends it, and a failure breaks it off', async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const get = async (): Promise<http.IncomingMessage> => {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    http.get({ port, host: '127.0.0.1', agent: false }, resolve).on('error', reject);
    return promise;
  };

  const slow = await get();
  // Until the pipes between are full: nothing is made in twenty looks.
  for (let [looks, seen] = [0, -1]; looks < 20; looks = seen === made ? looks + 1 : 0, seen = made) await pause(10);
  expect(made).toBeLessThan(BATCHES / 5);
  slow.destroy();
  await expect.poll(() => [left, ended]).toEqual([1, 1]);

  failsAt = 5;
  const broken = await get();
  broken.resume();
  const [error] = await new Promise<unknown[]>((resolve) => {
    broken.once('error', (...args) => resolve(args));
    broken.once('end', () => resolve([null]));
  });
  expect(error).toBeInstanceOf(Error);
  await expect.poll(() => [left, ended]).toEqual([2, 2]);
});
