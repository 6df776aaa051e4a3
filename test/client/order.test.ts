import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPerson, say, talking } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer({ rates: { 'account: send': { burst: 5, perMinute: 1200 } } });
});
afterAll(() => server.close());

test('what is written faster than the server takes it arrives in the order in which it was written', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [, there, id] = await talking(amara, bram);
  const texts = Array.from({ length: 40 }, (_, number) => `line ${number}`);
  await Promise.all(texts.map((text) => say(amara, id, text)));
  await there.until(() => there.texts().length === texts.length, 'all of them');
  expect(there.texts()).toEqual(texts);
  expect(there.view()?.items.some(({ gapBefore }) => gapBefore)).toBe(false);
});
