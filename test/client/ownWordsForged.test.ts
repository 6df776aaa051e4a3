import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/crypto/encoding.ts';
import type { Entry } from '../../src/protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import type { TestDevice } from '../support/device.ts';
import { type Person, PASSWORD, anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';

// What a lying server shows in an account's own log: words shown twice, another's words, those of a device that was removed.

type Told = Entry & { readonly ev: 'entry'; readonly conversation: string };

let server: TestServer;
let amara: Person;
let second: TestDevice;
let mallory: Person;
/** Of amara and mallory. */
let id: string;

beforeAll(async () => {
  server = await bootServer();
  [amara, mallory] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'mallory')];
  [, , id] = await talking(amara, mallory);
  await say(mallory, id, 'hello');
  second = await anotherDevice(server.origin, 'amara');
  for (const device of [amara, second]) await device.until(({ inbox }) => inbox.length === 1, 'the message');
});
afterAll(async () => {
  for (const device of [amara, second, mallory]) device.close();
  await server.close();
});

/** The next entry elsewhere than in the conversation of the two. */
const entryBack = ({ network }: TestDevice, kind: Entry['kind'] = 'message'): Promise<Told> =>
  new Promise((resolve) => {
    network.onTraffic = (text) => {
      const frame = (text.includes('"ev":"entry"') ? JSON.parse(text) : {}) as Told;
      if (frame.kind === kind && frame.conversation !== id) resolve(frame);
    };
  });

async function mutes(device: TestDevice, level: 'mentions' | 'none'): Promise<Told> {
  const back = entryBack(device);
  expect(await device.client.setNotify(id, level, null)).toEqual({ ok: true });
  return back;
}

const levelOn = (device: TestDevice) => device.state().inbox[0]?.notify;
const until = (device: TestDevice, level: 'mentions' | 'none') =>
  device.until(({ inbox }) => inbox[0]?.notify === level, level);

/** Resolves once the device has taken it; the server hears nothing of an entry that it does not have. */
function shown(device: TestDevice, entry: Told): Promise<void> {
  return new Promise((resolve) => {
    device.network.beforeSend = (frame) => {
      const { op, seq } = JSON.parse(frame) as { op: string; seq?: number };
      if (op !== 'delivered' || seq !== entry.seq) return true;
      resolve();
      return false;
    };
    device.network.say(entry);
  });
}

test('[C27] what was said and taken back is not said by a server that shows it again', async () => {
  const none = await mutes(amara, 'none');
  const { seq } = await mutes(amara, 'mentions');
  const late = await anotherDevice(server.origin, 'amara');
  for (const device of [second, late]) {
    await until(device, 'mentions');
    await shown(device, { ...none, seq: seq + 1 });
    expect(levelOn(device)).toBe('mentions');
  }
  late.close();
});

test("[C26] another account's word in the own log is nobody's word, whoever the server says has said it", async () => {
  const mine = await mutes(amara, 'mentions');
  const theirs = await mutes(mallory, 'none');
  const place = { conversation: mine.conversation, device: mine.device, account: mine.account };
  const late = await anotherDevice(server.origin, 'amara');
  await until(late, 'mentions');
  await shown(late, { ...theirs, seq: mine.seq + 1, conversation: mine.conversation });
  await shown(late, { ...theirs, ...place, seq: mine.seq + 2 });
  expect(levelOn(late)).toBe('mentions');
  late.close();
});

test('[C27] [E12] what a removed device has held back counts no more once it is removed', async () => {
  const [before, lost] = [await mutes(amara, 'mentions'), await anotherDevice(server.origin, 'amara')];
  await until(lost, 'mentions');
  const held = new Promise<string>((resolve) => {
    lost.network.beforeSend = (frame) => {
      const { op, envelope } = JSON.parse(frame) as { op: string; envelope?: string };
      if (op === 'send' && envelope !== undefined) resolve(envelope);
      return op !== 'send';
    };
  });
  expect(await lost.client.setNotify(id, 'none', null)).toEqual({ ok: true });
  const payload = await held;
  const hash = toBase64url(sha256(fromBase64url(payload)));
  const device = lost.state().device;
  const word: Told = { ...before, device, payload, hash, chain: hash, seq: before.seq + 1 };
  const witness = await anotherDevice(server.origin, 'amara');
  await until(witness, 'mentions');
  await shown(witness, word);
  await until(witness, 'none');

  const epoch = entryBack(amara, 'epoch');
  expect(await amara.client.removeDevice(device ?? '', PASSWORD)).toMatchObject({ ok: true });
  await shown(amara, { ...word, seq: (await epoch).seq + 1 });
  expect(levelOn(amara)).toBe('mentions');
  for (const each of [lost, witness]) each.close();
});
