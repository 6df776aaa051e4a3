import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getPush, removePush, setPush } from '../../src/protocol/api/push.ts';
import { logout } from '../../src/protocol/api/login.ts';
import { type HandClock, handClock } from '../support/handClock.ts';
import { envelopeOf, listen, newMember, talkWith, textOf, type Member, type Sealed } from '../support/member.ts';
import { OPEN, startPushService, vouchedBy } from '../support/pushService.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const NOTHING = { muted: [] as string[], rooms: [] as string[] };
const MINUTE = 60_000;

let clock: HandClock;
let push: Awaited<ReturnType<typeof startPushService>>;
let server: TestServer;
let [amara, bram]: Member[] = [];
let talk: Sealed;
let say: (text: string) => Promise<void>;

beforeAll(async () => {
  clock = handClock();
  push = await startPushService();
  server = await bootServer({ clock, network: push.network });
  [amara, bram] = [await newMember(server.origin, 'amara'), await newMember(server.origin, 'bram')];
  talk = await talkWith(amara, bram);
  say = async (text) => {
    const line = await listen(amara!);
    const envelope = await envelopeOf(amara!, talk, text);
    line.say({ op: 'send', ref: 1, conversation: talk.conversation, envelope });
    await line.the('ack');
    await line.close();
  };
});
afterAll(async () => {
  await server.close();
  push.close();
});
beforeEach(() => {
  clock.advance(MINUTE);
  push.pokes.length = 0;
  push.state.status = 201;
});

const subscribe = (member: Member, endpoint: string, wanted = NOTHING): Promise<unknown> =>
  member.api.call(setPush, { body: { endpoint, ...wanted } });
/** What came once the server had its time for it. */
async function afterwards(count: number): Promise<readonly string[]> {
  await expect
    .poll(() => {
      clock.advance(1000);
      return push.pokes.length;
    })
    .toBe(count);
  return push.pokes.map(({ path: place }) => place);
}

test('[Y1] [Y2] a poke has nothing in it, is signed by the server, and says of nobody what or who', async () => {
  const { key, endpoint } = await bram!.api.call(getPush);
  expect([key?.length, endpoint]).toEqual([87, null]);
  await subscribe(bram!, 'https://push.example/of-bram?a=b');
  expect((await bram!.api.call(getPush)).endpoint).toBe('https://push.example/of-bram?a=b');
  await say('a secret word');
  expect(await afterwards(1)).toEqual(['/of-bram?a=b']);
  const [poke] = push.pokes;
  expect(poke).toMatchObject({ host: 'push.example', body: '' });
  const { authorization: _, ...headers } = poke!.headers;
  expect(headers).toEqual({
    host: 'push.example',
    ttl: '86400',
    urgency: 'high',
    topic: 'waxwing',
    'content-length': '0',
    connection: 'close',
  });
  expect(vouchedBy(poke!, key!)).toEqual({
    aud: 'https://push.example',
    sub: 'mailto:admin@localhost',
    exp: expect.any(Number),
  });
  expect([push.asked, push.dialled]).toEqual([['push.example'], [OPEN]]);
});

test('[Y3] [Y4] a device that listens is not poked, nor one for what it muted or for rooms that it did not ask for', async () => {
  const line = await listen(bram!);
  await say('he listens');
  await line.the('entry', ({ counts }) => counts);
  clock.advance(MINUTE);
  await line.close();
  const rooms = await bram!.http.raw('GET', '/api/v1/rooms');
  const [lobby] = (rooms.json as { rooms: { conversation: string }[] }).rooms;
  const toAll = async (): Promise<void> => {
    const speaking = await listen(amara!);
    speaking.say({ op: 'say', ref: 1, conversation: lobby!.conversation, ...textOf('to all') });
    await speaking.the('ack');
    await speaking.close();
  };
  await toAll();
  await subscribe(bram!, 'https://push.example/muted', { muted: [talk.conversation], rooms: [] });
  await say('he does not want to know');
  clock.advance(MINUTE);
  await subscribe(bram!, 'https://push.example/asked', { muted: [], rooms: [lobby!.conversation] });
  await toAll();
  expect(await afterwards(1)).toEqual(['/asked']);
});

test('[Y6] what the service says is gone is forgotten; what it refuses for now stays', async () => {
  for (const [status, stays] of [
    [410, false],
    [404, false],
    [403, true],
    [503, true],
  ] as const) {
    push.pokes.length = 0;
    push.state.status = status;
    await subscribe(bram!, `https://push.example/${status}`);
    await say('anybody?');
    await afterwards(1);
    const is = async (): Promise<boolean> => (await bram!.api.call(getPush)).endpoint !== null;
    await expect.poll(is).toBe(stays);
  }
});

test('[Y2] it goes when the device says so, with the session, and stays over a restart with the same key', async () => {
  const before = await bram!.api.call(getPush);
  await subscribe(bram!, 'https://push.example/lasting');
  expect(fs.statSync(path.join(server.data, 'secrets', 'push')).mode & 0o777).toBe(0o600);
  await server.restart();
  const { key, endpoint } = await bram!.api.call(getPush);
  expect([key, endpoint]).toEqual([before.key, 'https://push.example/lasting']);
  await bram!.api.call(removePush);
  expect((await bram!.api.call(getPush)).endpoint).toBeNull();
  const chioma = await newMember(server.origin, 'chioma');
  await subscribe(chioma, 'https://push.example/chioma');
  await chioma.api.call(logout);
  await subscribe(bram!, 'https://push.example/chioma');
  expect((await bram!.api.call(getPush)).endpoint).toBe('https://push.example/chioma');
});

test('[Y1] switched off, the server takes no places, and says so', async () => {
  const off = await bootServer({ flags: { push: 'off' } });
  const member = await newMember(off.origin, 'amara');
  expect(await member.api.call(getPush)).toEqual({ key: null, endpoint: null });
  const body = { endpoint: 'https://push.example/x', ...NOTHING };
  expect((await member.http.raw('PUT', '/api/v1/push', { body })).status).toBe(403);
  await off.close();
});
