import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NotNow } from './ingest.ts';
import { openQueue } from './queue.ts';
import { Sending } from './sending.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-sending-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[002.7] a text that finds the queue full is refused at once, and what waits stays', async () => {
  const queue = openQueue(folder, 10);
  queue.add(['one', 'two and three']);
  const away = async () => {
    throw new NotNow('ECONNREFUSED');
  };
  const sending = new Sending({
    queue,
    ingest: { store: away },
    compose: async (texts) => [...texts],
    atOnce: 10,
    notice: () => undefined,
    arrived: () => undefined,
  });
  const { taken, waiting, failure } = await sending.run({ kind: 'text', text: 'four' });
  expect([taken, waiting]).toEqual([0, 2]);
  expect(failure).toMatch(/is full .* nothing was sent; .*2 lines wait/);
  queue.close();
});
