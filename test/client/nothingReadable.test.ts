import { expect, test } from 'vitest';
import { markedRun } from '../support/markedRun.ts';

test('[M04] [M27] [001.7] [001.12] nothing that was written and no password can be read on the server or the wire', async () => {
  expect(await markedRun(1000)).toEqual([]);
});
