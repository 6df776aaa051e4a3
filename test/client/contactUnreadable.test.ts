import { expect, test } from 'vitest';
import { contactRun } from '../support/contactRun.ts';

test('[004.5] [U4] [U6] nothing of a contact, neither who it is nor a word nor the secret, can be read on the server or the wire', async () => {
  expect(await contactRun(20)).toEqual([]);
});
