import { expect, test } from 'vitest';
import { runServer } from '../support/command.ts';
import { newPerson, online, say, talking } from '../support/people.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 200 : 4;
const BURST = 20;

test('kill -9 under load: every acknowledged message is there once and in order, and clients come back', async () => {
  const first = await runServer();
  const { data, origin } = first;
  const port = Number(new URL(origin).port);
  let server = first;
  const [amara, bram] = [await newPerson(origin, 'amara'), await newPerson(origin, 'bram')];
  const [here, there, id] = await talking(amara, bram);
  const sent: string[] = [];
  const acknowledged = new Map<string, number>();
  for (let round = 1; round <= ROUNDS; round++) {
    for (let count = 1; count <= BURST; count++) {
      const text = `round ${round}, ${count}`;
      sent.push(text);
      await say(amara, id, text);
    }
    // Somewhere in the burst: after some acknowledgements, before others.
    const enough = (round * 7) % BURST;
    await here.until(
      () => here.view()!.items.filter(({ seq }) => seq !== null).length >= sent.length - BURST + enough,
      'some acknowledged',
    );
    for (const { body, seq } of here.view()?.items ?? []) {
      if (body.type === 'text' && seq !== null) acknowledged.set(body.text, seq);
    }
    await server.kill('SIGKILL');
    server = await runServer({ data, port });
    for (const person of [amara, bram]) {
      person.client.hurry();
      await online(person);
    }
    await here.until(() => here.item(sent.at(-1) ?? '').seq !== null, 'all of the burst is stored');
    await there.until(() => there.texts().includes(sent.at(-1) ?? ''), 'all of the burst is shown');
  }
  const shown = there.view()?.items ?? [];
  expect(there.texts()).toEqual(sent);
  const places = new Map(shown.map(({ body, seq }) => [body.type === 'text' ? body.text : '', seq]));
  for (const [text, seq] of acknowledged) expect([text, places.get(text)]).toEqual([text, seq]);
  expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  amara.close();
  bram.close();
  await server.close();
}, 1_800_000);
