import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clearConversation, getConversation, listEntries } from '../../src/protocol/api/conversations.ts';
import {
  addRule,
  getStream,
  listRules,
  removeRule,
  setFollowers,
  unfollowStream,
  type RuleCondition,
} from '../../src/protocol/api/streams.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { decodeClear, type AlertContent } from '../../src/protocol/clear.ts';
import { limits } from '../../src/protocol/limits.ts';
import { handClock } from '../support/handClock.ts';
import { bearer, enter, post } from '../support/machine.ts';
import { listen, newMember, textOf, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const MINUTE = 60_000;
const clock = handClock();
let server: TestServer;
let amara: Member;
let bram: Member;
let mallory: Member;
const tokens = new Map<string, string>();

beforeAll(async () => {
  server = await bootServer({ clock });
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const setup = server.setupLink?.split('#')[1] ?? '';
  amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
  bram = await newMember(server.origin, 'bram');
  mallory = await newMember(server.origin, 'mallory');
});
afterAll(() => server.close());

const on = (machine: string) => ({ params: { machine } });
const contains = (text: string): RuleCondition => ({ when: 'contains', text });

async function report(machine: string, ...records: (string | object)[]): Promise<number> {
  const token = tokens.get(machine) ?? (await enter(server.origin, machine));
  tokens.set(machine, token);
  const lines = records.map((each) => JSON.stringify(typeof each === 'string' ? { message: each } : each));
  const headers = { 'content-type': 'application/x-ndjson', ...bearer(token) };
  const { status, json, text } = await post(server.origin, '/ingest/records', lines.join('\n'), { headers });
  if (status !== 200) throw new Error(`${status} ${text}`);
  return (json as { last_seq: number }).last_seq;
}

/** A machine with a follower and rules. */
async function watched(machine: string, ...conditions: RuleCondition[]): Promise<string[]> {
  await report(machine, 'before any rule: disk disk disk');
  await amara.api.call(setFollowers, { ...on(machine), body: { add: ['bram'] } });
  const rules: string[] = [];
  for (const condition of conditions)
    rules.push((await amara.api.call(addRule, { ...on(machine), body: { condition } })).rule);
  return rules;
}

async function logOf(machine: string, member = bram): Promise<string | null> {
  return (await member.api.call(getStream, on(machine))).alerts;
}

async function alertsOf(machine: string, member = bram): Promise<AlertContent[]> {
  const conversation = await logOf(machine, member);
  if (conversation === null) return [];
  const all: AlertContent[] = [];
  for (let after = 0; ;) {
    const { entries } = await member.api.call(listEntries, { params: { conversation }, query: { after } });
    for (const { payload, account, device, counts } of entries) {
      const message = decodeClear(fromBase64url(payload ?? ''));
      expect([message?.by, account, device, counts]).toEqual([machine, null, null, true]);
      if (message?.content.type !== 'alert') throw new Error('not an alert');
      all.push(message.content);
    }
    if (entries.length === 0) return all;
    after = entries.at(-1)?.seq ?? after;
  }
}

const seqsOf = async (machine: string) => (await alertsOf(machine)).map(({ seq }) => seq);

test('[F13] [F14] a rule makes an alert of what comes after it, for those who follow, unread and read as any conversation', async () => {
  await watched('dale', contains('DISK full'));
  const [here, there, stranger] = [await listen(bram), await listen(bram), await listen(mallory)];
  const text = `The disk FULL again ${'x'.repeat(3000)}`;
  await report('dale', 'all is well', { message: text, level: 'error', at: '2026-11-20T09:00:00Z' }, 'all is well');
  const entry = await here.the('entry');
  expect(await alertsOf('dale')).toEqual([
    {
      type: 'alert',
      why: contains('DISK full'),
      seq: 3,
      at: Date.UTC(2026, 10, 20, 9),
      level: 'error',
      text: text.slice(0, limits.alertText),
      id: null,
      sealed: null,
      more: 0,
    },
  ]);
  const { conversation } = entry;
  expect(await bram.api.call(getConversation, { params: { conversation } })).toMatchObject({
    kind: 'alerts',
    machine: 'dale',
    room: null,
    sealed: false,
    unread: 1,
    members: [{ username: 'bram' }],
  });
  here.say({ op: 'read', conversation, seq: 1 });
  expect(await there.the('cursor')).toMatchObject({ conversation, account: bram.account, read: 1 });
  expect(await bram.api.call(getConversation, { params: { conversation } })).toMatchObject({ unread: 0 });
  await expect(mallory.api.call(getConversation, { params: { conversation } })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(stranger.heard.filter(({ ev }) => ['entry', 'conversation', 'stream', 'streams'].includes(ev))).toEqual([]);
  for (const each of [here, there, stranger]) await each.close();
});

test('[F13] rules are made and removed by admins, and seen by whoever may read the stream', async () => {
  const [rule = ''] = await watched('ruled', contains('disk'));
  const body = { condition: contains('x') };
  await expect(bram.api.call(addRule, { ...on('ruled'), body })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(mallory.api.call(addRule, { ...on('ruled'), body })).rejects.toMatchObject({ code: 'forbidden' });
  const there = { params: { machine: 'ruled', rule } };
  await expect(bram.api.call(removeRule, there)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await bram.api.call(listRules, on('ruled'))).rules).toMatchObject([{ rule, condition: contains('disk') }]);
  await amara.api.call(removeRule, there);
  await expect(amara.api.call(removeRule, there)).rejects.toMatchObject({ code: 'not_found' });
  await report('ruled', 'disk');
  for (let count = 0; count < limits.rulesPerStream; count++) await amara.api.call(addRule, { ...on('ruled'), body });
  await expect(amara.api.call(addRule, { ...on('ruled'), body })).rejects.toMatchObject({ code: 'too_large' });
  expect(await alertsOf('ruled')).toEqual([]);
});

test('[F13] a level counts by what it means, however it is spelt', async () => {
  await watched('levels', { when: 'level', least: 'error' });
  const levels = ['info', 'WARN', 'err', 'Fatal', 'panic', 'no idea', 'emerg', 'debug'];
  await report('levels', 'none', ...levels.map((level) => ({ message: level, level })));
  await expect
    .poll(async () => (await alertsOf('levels')).map(({ level }) => level))
    .toEqual(['err', 'Fatal', 'panic', 'emerg']);
});

test('[F16] silence is told once, when it has lasted long enough, and again only after another record', async () => {
  await watched('quiet', { when: 'silence', minutes: 5 });
  clock.advance(4 * MINUTE);
  await report('quiet', 'still here');
  await expect.poll(async () => (await bram.api.call(getStream, on('quiet'))).head).toBe(2);
  const begun = clock.now();
  clock.advance(5 * MINUTE - 1);
  expect(await alertsOf('quiet')).toEqual([]);
  clock.advance(1);
  await expect.poll(async () => (await alertsOf('quiet')).length).toBe(1);
  expect(await alertsOf('quiet')).toMatchObject([
    { why: { when: 'silence', minutes: 5 }, seq: null, at: begun + 5 * MINUTE, text: '' },
  ]);
  clock.advance(60 * MINUTE);
  await server.restart();
  clock.advance(60 * MINUTE);
  expect(await alertsOf('quiet')).toHaveLength(1);
  tokens.clear();
  await report('quiet', 'back again');
  clock.advance(5 * MINUTE);
  await expect.poll(async () => (await alertsOf('quiet')).length).toBe(2);
});

test('[F15] a flood of records that fit makes few alerts, and one that counts the others once its minute is over', async () => {
  await watched('flood', contains('disk'));
  for (let post = 0; post < 10; post++) await report('flood', ...Array.from({ length: 1000 }, (_, at) => `disk ${at}`));
  await expect.poll(async () => (await alertsOf('flood')).length).toBe(10);
  expect(await seqsOf('flood')).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const counted = async (): Promise<number> => {
    clock.advance(MINUTE);
    return (await alertsOf('flood')).reduce((sum, { more }) => sum + more + 1, 0);
  };
  await expect.poll(counted).toBe(10_000);
  const all = await alertsOf('flood');
  expect(all.length).toBeLessThanOrEqual(31);
  expect(all.at(-1)).toMatchObject({ seq: 10_001, text: 'disk 999' });
});

test('[F17] a sealed record is an alert by itself, and carries what only its readers open', async () => {
  await report('sealing', 'in clear');
  await amara.api.call(setFollowers, { ...on('sealing'), body: { add: ['bram'] } });
  const sealed = randomBytes(300).toString('base64url');
  await report('sealing', 'clear too', { message: sealed, id: 'one', level: 'error', sealed: true });
  await expect.poll(async () => (await alertsOf('sealing')).length).toBe(1);
  expect(await alertsOf('sealing')).toMatchObject([{ why: null, seq: 3, level: 'error', text: '', id: 'one', sealed }]);
});

test('[F14] nobody writes into alerts, nobody forges one, and nobody empties one', async () => {
  await watched('written', contains('disk'));
  const talk = await listen(bram);
  await report('written', 'disk');
  await expect.poll(() => logOf('written')).not.toBeNull();
  const conversation = (await logOf('written')) ?? '';
  talk.say({ op: 'say', ref: 1, conversation, ...textOf('hello') });
  expect(await talk.the('refused', ({ ref }) => ref === 1)).toMatchObject({ code: 'forbidden' });
  const clearing = { type: 'clearing', through: 1 } as const;
  talk.say({ op: 'say', ref: 2, conversation, id: textOf('').id, content: clearing, empties: { through: 1 } });
  expect(await talk.the('refused', ({ ref }) => ref === 2)).toMatchObject({ code: 'forbidden' });
  talk.say({ op: 'send', ref: 3, conversation, envelope: 'AAAA' });
  expect(await talk.the('refused', ({ ref }) => ref === 3)).toMatchObject({ code: 'invalid' });
  const [forged] = await alertsOf('written');
  for (const where of [conversation, (await lobbyOf(bram)) as string]) {
    const forger = await listen(bram);
    forger.say(JSON.stringify({ op: 'say', ref: 4, conversation: where, id: textOf('').id, content: forged }));
    expect(await forger.the('bye')).toMatchObject({ code: 'invalid' });
    await forger.closed;
  }
  expect(await alertsOf('written')).toHaveLength(1);
  await talk.close();
});

async function lobbyOf(member: Member): Promise<string | undefined> {
  const { json } = await member.http.raw('GET', '/api/v1/rooms');
  return (json as { rooms: { room: string; conversation: string }[] }).rooms.find(({ room }) => room === 'lobby')
    ?.conversation;
}

test('[F14] who follows later sees what comes then, who stops sees nothing more, and deleting is for oneself', async () => {
  await watched('later', contains('disk'));
  await report('later', 'disk one');
  await expect.poll(() => seqsOf('later')).toEqual([2]);
  await amara.api.call(setFollowers, { ...on('later'), body: { add: ['mallory'] } });
  const talk = await listen(mallory);
  expect(await alertsOf('later', mallory)).toEqual([]);
  await report('later', 'disk two');
  await talk.the('entry');
  expect((await alertsOf('later', mallory)).map(({ seq }) => seq)).toEqual([3]);
  const conversation = (await logOf('later', mallory)) ?? '';
  await mallory.api.call(unfollowStream, on('later'));
  await talk.the('conversation', (frame) => frame.conversation === conversation);
  await expect(mallory.api.call(getConversation, { params: { conversation } })).rejects.toMatchObject({
    code: 'not_found',
  });
  await report('later', 'disk three');
  await expect.poll(() => seqsOf('later')).toEqual([2, 3, 4]);
  await amara.api.call(setFollowers, { ...on('later'), body: { add: ['mallory'] } });
  await report('later', 'disk four');
  const four = await talk.the('entry', ({ seq }) => seq > 2);
  expect(decodeClear(fromBase64url(four.payload ?? ''))?.content).toMatchObject({ text: 'disk four' });
  await mallory.api.call(clearConversation, { params: { conversation }, body: { through: 4 } });
  expect(await alertsOf('later', mallory)).toEqual([]);
  expect(await seqsOf('later')).toEqual([2, 3, 4, 5]);
  await talk.close();
});

test('[F14] hostile text stays text: in the alert, the log and on its way', async () => {
  await watched('hostile', contains('evil'));
  const texts = [
    'evil </script><img src=x onerror=alert(1)>',
    'evil \u001B[31m\u0007\r\n2026-11-20 09:30:00 admin: all clear',
    'evil \u202E\u2028 \uD800 "}],"by":"admin","content":{"type":"text"',
  ];
  await report('hostile', ...texts);
  await expect.poll(async () => (await alertsOf('hostile')).length).toBe(3);
  expect((await alertsOf('hostile')).map(({ text }) => text)).toEqual(texts.map((text) => text.toWellFormed()));
});
