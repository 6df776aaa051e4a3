import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Network } from './device.ts';
import { filesBelow, whereReadable } from './readable.ts';
import { anotherDevice, newPerson, say, talking } from './people.ts';
import { bootServer } from './server.ts';

/** Stands in every message of the run, so that one search finds any of them. */
const MARK = 'the geese fly over Lødingen at dusk';
const PASSWORDS = { amara: 'plum-coloured bicycle bell 71', bram: 'seven quiet lighthouses 4' };

/**
 * Two people write each other so many marked messages through a real server; one of them replies, deletes, and logs in on
 * a second device. Answers where a mark or a password can be read: in the data folder while it runs and after it stopped,
 * in the logs, and in all requests and frames.
 */
export async function markedRun(messages: number): Promise<string[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'waxwing-'));
  const server = await bootServer({ data });
  const traffic: string[] = [];
  const people = [];
  for (const [name, password] of Object.entries(PASSWORDS)) {
    people.push(await newPerson(server.origin, name, password, listening(traffic)));
  }
  const [amara, bram] = people;
  if (!amara || !bram) throw new Error('two people');
  const [here, there, id] = await talking(amara, bram);
  for (let count = 1; count <= messages; count++) await say(count % 2 ? amara : bram, id, `${MARK}, ${count}`);
  await there.until(() => there.texts().includes(`${MARK}, ${messages}`), 'the last message');
  await here.until(({ items }) => items.every(({ seq }) => seq !== null), 'everything is stored');
  const second = await anotherDevice(server.origin, 'amara', PASSWORDS.amara, undefined, listening(traffic));
  await second.until(({ loading, inbox }) => loading === null && inbox.length === 1, 'the past on a second device');
  const texts = [MARK, ...Object.values(PASSWORDS)];
  const found = whereReadable(texts, filesBelow(data));
  for (const device of [amara, bram, second]) device.close();
  await server.close();
  found.push(...whereReadable(texts, filesBelow(data)));
  found.push(
    ...whereReadable(
      texts,
      new Map([
        ['the log', Buffer.from(server.logged.join('\n'))],
        ['the wire', Buffer.from(traffic.join('\n'))],
      ]),
    ),
  );
  rmSync(data, { recursive: true });
  return found;
}

/** From the first request on: registering and logging in are on the wire, too. */
function listening(traffic: string[]): Network {
  const network = new Network();
  network.onTraffic = (text) => void traffic.push(text);
  return network;
}
