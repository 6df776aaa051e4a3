import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test('[C16] what waits because of an alarm goes out once it is dismissed, on the same connection', async () => {
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  await say(amara, id, 'before');
  await there.until(() => there.texts().includes('before'), 'the first message');
  amara.network.lie = (path, answer) => (path.endsWith('/chain?after=1') ? forked(answer) : answer);
  expect(await amara.client.startDirect('bram')).toEqual({ ok: false, code: 'keys_do_not_match' });
  amara.network.lie = null;
  await here.until(({ waiting }) => waiting === 'alarm', 'sending waits');
  await say(amara, id, 'waits for a word');
  expect(here.item('waits for a word').state).toBe('sending');

  let connections = 0;
  amara.network.onTraffic = (text) => {
    if (text.includes('/socket/ticket')) connections += 1;
  };
  const alarm = amara.state().alarms[0]?.id ?? '';
  expect(await amara.client.dismissAlarm(alarm)).toEqual({ ok: true });
  await there.until(() => there.texts().includes('waits for a word'), 'what waited');
  expect(connections).toBe(0);
  amara.close();
  bram.close();
});

function forked(answer: unknown): unknown {
  const { person, entries } = answer as { person: { chainHead: object }; entries: unknown };
  return { person: { ...person, chainHead: { ...person.chainHead, hash: 'A'.repeat(43) } }, entries };
}
