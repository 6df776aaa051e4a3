import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { Network } from './device.ts';
import { filesBelow, whereReadable } from './readable.ts';
import { anotherDevice, newPerson, say, talking } from './people.ts';
import { bootServer } from './server.ts';

/** Stands in every message of the run, so that one search finds any of them. */
const MARK = 'the geese fly over Lødingen at dusk';
/** Begun and not sent: the account's own word to its devices. */
export const BEGUN = 'shall we row out to the heron island';
/** That somebody is muted, and blocked, as it begins before it is sealed: version, length, type (CBOR). */
const OWN_WORDS = ['\u0001\u0066notify', '\u0001\u0065block'];
const PASSWORDS = { amara: 'plum-coloured bicycle bell 71', bram: 'seven quiet lighthouses 4' };

/**
 * Two people write each other so many marked messages through a real server; one of them begins a draft, mutes the other,
 * logs in on a second device, and blocks the other. Answers where any of that or a password can be read: in the data folder
 * while it runs and after it stopped, in the logs, and in all requests and frames.
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
  await amara.client.keepDraft(id, { text: BEGUN, replyTo: null, over: 0 }, true);
  await amara.client.setNotify(id, 'none', null);
  const second = await anotherDevice(server.origin, 'amara', PASSWORDS.amara, undefined, listening(traffic));
  await second.until(({ loading, inbox }) => loading === null && inbox.length === 1, 'the past on a second device');
  expect(await amara.client.setBlocked(here.view()?.with.account ?? '', true)).toEqual({ ok: true });
  await second.until(({ blocked }) => blocked.length === 1, 'blocked on the second device');
  const texts = [MARK, BEGUN, ...OWN_WORDS, ...Object.values(PASSWORDS)];
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
