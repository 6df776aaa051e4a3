import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../src/protocol/api/conversations.ts';
import type { ServerFrame } from '../../src/protocol/socket.ts';
import { type TestDevice, openDevice } from '../support/device.ts';
import { type Person, newPerson, online, say, talking } from '../support/people.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Between, standBetween } from './support/between.ts';

// Amara talks with a server that whoever runs it has changed; Bram talks with the real one.

let server: TestServer;
let evil: Between;
let amara: Person;
let bram: Person;
beforeEach(async () => {
  server = await bootServer();
  evil = await standBetween(server.origin);
  amara = await newPerson(evil.origin, 'amara');
  bram = await newPerson(server.origin, 'bram');
});
afterEach(async () => {
  for (const device of [amara, bram]) device.close();
  await evil.close();
  await server.close();
});

type EntryFrame = Extract<ServerFrame, { ev: 'entry' }>;
const isMessage = (frame: ServerFrame): frame is EntryFrame => frame.ev === 'entry' && frame.kind === 'message';

/** Bram says something that the server changes on its way, then something that it does not. */
async function lastIsHonest(
  change: (frame: EntryFrame) => readonly (ServerFrame | string)[],
  texts = ['first', 'second'],
) {
  const [here, there, id] = await talking(amara, bram);
  await say(bram, id, 'before');
  await here.until(() => here.texts().includes('before'), 'an honest message');
  let changed = 0;
  evil.frames = (frame) => {
    if (!isMessage(frame)) return [frame];
    changed += 1;
    return change(frame);
  };
  for (const text of texts) await say(bram, id, text);
  await there.until(() => texts.every((text) => there.item(text).seq !== null), 'stored');
  await expect.poll(() => changed).toBe(texts.length);
  evil.frames = (frame) => [frame];
  await say(bram, id, 'honest again');
  await here.until(() => here.texts().includes('honest again'), 'the honest message after it');
  return here;
}

const flipped = (payload: string | null): string => {
  const bytes = Buffer.from(payload ?? '', 'base64url');
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

describe('[M16] what the server changes on its way is never shown as said, and nothing after it is lost', () => {
  test('a bit of the ciphertext', async () => {
    const here = await lastIsHonest((frame) => [{ ...frame, payload: flipped(frame.payload) }]);
    expect(here.texts()).toEqual(['before', 'honest again']);
  });

  test('an entry told twice, and once more under another place', async () => {
    const here = await lastIsHonest((frame) => [frame, frame, { ...frame, seq: frame.seq }]);
    expect(here.texts()).toEqual(['before', 'first', 'second', 'honest again']);
  });

  test('entries that are dropped or come in another order are asked for', async () => {
    const kept: ServerFrame[] = [];
    const here = await lastIsHonest((frame) => (kept.push(frame) === 2 ? kept.toReversed() : []));
    expect(here.texts()).toEqual(['before', 'first', 'second', 'honest again']);
  });

  test('words of one place under another', async () => {
    const kept: EntryFrame[] = [];
    const here = await lastIsHonest((frame) => {
      kept.push(frame);
      const { payload, hash } = kept[0] ?? frame;
      return [{ ...frame, payload, hash }];
    });
    expect(here.texts().filter((text) => text === 'first')).toHaveLength(1);
    expect(here.texts()).not.toContain('second');
  });

  test.each<[string, (frame: EntryFrame) => Partial<Entry>]>([
    ['the author', () => ({ account: 'A'.repeat(43) })],
    ['the device', () => ({ device: 'A'.repeat(43) })],
    ['the hash', () => ({ hash: 'A'.repeat(43) })],
    ['whether it counts', ({ counts }) => ({ counts: !counts })],
    ['the kind', () => ({ kind: 'epoch' })],
  ])('what is said beside it: %s', async (_what, change) => {
    const here = await lastIsHonest((frame) => [{ ...frame, ...change(frame) }]);
    expect(here.texts()).not.toContain('first');
    expect(here.texts().at(-1)).toBe('honest again');
  });
});

describe('[M37] what is no frame of this server stops nothing', () => {
  const long = 'x'.repeat(200_000);
  test.each<[string, string | Buffer]>([
    ['no JSON', '{"ev":'],
    ['bytes', Buffer.from([0xff, 0, 1])],
    ['nothing', ''],
    ['null', 'null'],
    ['a deep array', '['.repeat(100_000)],
    ['a frame that there is not', '{"ev":"__proto__"}'],
    ['an ack for nothing', JSON.stringify({ ev: 'ack', ref: 1e9, seq: 1, at: 0, hash: 'A'.repeat(43) })],
    ['a refusal for nothing', JSON.stringify({ ev: 'refused', ref: -5, code: 'epoch_passed' })],
    ['a conversation that there is not', JSON.stringify({ ev: 'conversation', conversation: 'A'.repeat(43) })],
    ['a chain that there is not', JSON.stringify({ ev: 'chain', account: 'A'.repeat(43), number: 1e15 })],
    [
      'a cursor beyond everything',
      JSON.stringify({
        ev: 'cursor',
        conversation: 'A'.repeat(43),
        account: 'A'.repeat(43),
        delivered: 1e15,
        read: 1e15,
      }),
    ],
    [
      'an entry of nobody',
      JSON.stringify({
        ev: 'entry',
        conversation: 'A'.repeat(43),
        seq: 1,
        kind: 'message',
        at: 0,
        account: 'A'.repeat(43),
        device: null,
        counts: true,
        payload: long,
        hash: 'A'.repeat(43),
        chain: 'A'.repeat(43),
      }),
    ],
  ])('%s', async (_what, text) => {
    const [here, , id] = await talking(amara, bram);
    evil.say(text);
    await say(bram, id, 'after it');
    await here.until(() => here.texts().includes('after it'), 'what comes after it');
    await say(amara, id, 'an answer');
    await here.until(() => here.item('an answer').seq !== null, 'stored');
    expect(here.texts()).toEqual(['after it', 'an answer']);
  });
});

test('[M16] pages and epochs that never bring anything new are not asked for without end', async () => {
  const [here, , id] = await talking(amara, bram);
  await say(bram, id, 'before');
  await here.until(() => here.texts().includes('before'), 'an honest message');
  const far = 1e12;
  evil.answers = (what, body) => {
    const { entries } = body as { entries?: Entry[] };
    if (!what.includes('/entries?') || !entries) return body;
    return {
      entries: [
        {
          ...entries[0],
          seq: far,
          kind: 'message',
          at: 0,
          account: 'A'.repeat(43),
          device: null,
          counts: true,
          payload: null,
          hash: 'A'.repeat(43),
          chain: 'A'.repeat(43),
        },
      ],
    };
  };
  evil.frames = (frame) => (isMessage(frame) ? [{ ...frame, seq: far }] : [frame]);
  evil.asked.length = 0;
  await say(bram, id, 'held back');
  await expect.poll(() => evil.asked.some((what) => what.includes('/entries?'))).toBe(true);
  evil.answers = (_what, body) => body;
  evil.frames = (frame) => [frame];
  await say(bram, id, 'after it');
  await here.until(() => here.texts().includes('after it'), 'what comes after it');
  expect(evil.asked.filter((what) => what.includes('/entries?')).length).toBeLessThan(5);
  expect(here.texts()).toEqual(['before', 'held back', 'after it']);
});

test('[M05] an own chain that the server takes back is not believed: nothing is sealed, nothing is lost', async () => {
  const [here, , id] = await talking(amara, bram);
  await say(amara, id, 'before');
  await here.until(() => here.item('before').seq !== null, 'stored');
  const second: TestDevice = openDevice(server.origin);
  await second.until(({ phase }) => phase === 'out', 'out');
  expect(await second.client.login('amara', 'quite some wings tonight')).toEqual({ ok: true });
  await amara.until(({ alarms }) => alarms.some(({ kind }) => kind === 'new_device'), 'the second device is known');
  amara.client.close();
  evil.answers = (what, body) => {
    if (!what.startsWith('GET /api/v1/account/keys')) return body;
    const { chain, ...rest } = body as { chain: string[] };
    return { ...rest, chain: chain.slice(0, -1) };
  };
  const again = openDevice(evil.origin, amara.storages);
  await again.until(({ connection }) => connection === 'offline', 'it does not go online with that');
  evil.answers = (_what, body) => body;
  again.client.hurry();
  await online(again);
  const view = again.conversation(id);
  await say(again, id, 'after it');
  await view.until(() => view.item('after it').seq !== null, 'stored');
  expect(view.texts()).toEqual(['before', 'after it']);
  for (const device of [second, again]) device.close();
});

test('[M05] keys of another account in place of the own open nothing, and the log-in says so', async () => {
  const mallory = openDevice(evil.origin);
  await mallory.until(({ phase }) => phase === 'out', 'out');
  const theirs = await newPerson(server.origin, 'mallory');
  let served: { keys: object } | undefined;
  evil.answers = (what, body) => {
    if (what !== 'POST /api/v1/login/finish') return body;
    served ??= body as { keys: object };
    return { ...(body as object), keys: served.keys };
  };
  const first = openDevice(evil.origin);
  await first.until(({ phase }) => phase === 'out', 'out');
  expect(await first.client.login('mallory', 'quite some wings tonight')).toEqual({ ok: true });
  expect(await mallory.client.login('amara', 'quite some wings tonight')).toEqual({
    ok: false,
    code: 'keys_do_not_match',
  });
  for (const device of [mallory, theirs, first]) device.close();
});
