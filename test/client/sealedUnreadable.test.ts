import { expect, test } from 'vitest';
import { sealedRun } from '../support/sealedRun.ts';

test('[I11] nothing of a thousand sealed records can be read in the queue, on the server or on the wire; who follows reads all', async () => {
  const { found, read, sent } = await sealedRun(1000);
  expect(found).toEqual([]);
  expect(read).toEqual(sent);
});
