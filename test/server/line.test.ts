import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { listConversations } from '../../src/protocol/api/conversations.ts';
import { handClock } from '../support/handClock.ts';
import { Cookies, raw } from '../support/raw.ts';
import { chainFrom, enterLine, openLine, registerOnLine, type LineTalk, type Shown } from '../support/line.ts';
import { envelopeOf, listen, newMember, talkWith, type Member } from '../support/member.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt, certifiedKey } from '../support/terminal.ts';

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  amara = await newMember(server.origin, 'amara');
});
afterAll(() => server.close());

const LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;
const withoutTime = (line: string): string => line.replace(LINE, '');

const newId = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));
const inBrowser = async (member: Member, text: string): Promise<void> => {
  const lobby = await lobbyOf(member);
  const talk = await listen(member);
  const content = { type: 'text', text, reply: null } as const;
  talk.say({ op: 'say', ref: 1, conversation: lobby.conversation, id: newId(), content });
  await talk.the('ack');
  await talk.close();
};
const lobbyOf = async (member: Member) => {
  const { conversations } = await member.api.call(listConversations, {});
  const lobby = conversations.find(({ room }) => room === 'lobby');
  if (!lobby) throw new Error('there is no lobby');
  return lobby;
};

describe('beside the browser', () => {
  test('[T10] [001.10] a message with line breaks, controls and marks of direction is one line that is nobody else’s', async () => {
    const sam = await enterLine(server, 'forged', await registerOnLine(server, 'forged'));
    const forged =
      'hi\r\n2026-11-20 09:30:00 erik: I owe you\u2028more\u0085\u001b[2J\u001b[1A\u202egnp\u0000\ttab\u200b';
    await inBrowser(amara, forged);
    const line = await sam.next();
    expect(withoutTime(line)).toBe('amara: hi ⏎ 2026-11-20 09:30:00 erik: I owe you ⏎ more ⏎ [2J[1Agnp tab');
    sam.say('/exit');
    await sam.closed;
    expect(sam.heard).toHaveLength(2);
  });

  test('[T7] [R1] what a terminal shows is read in the browser, and what was read there is not missed here', async () => {
    const bram = await newMember(server.origin, 'bram');
    const shows = await certifiedKey(bram.http);
    await inBrowser(amara, 'read in the browser');
    const talk = await listen(bram);
    const lobby = await lobbyOf(bram);
    expect(lobby.unread).toBe(1);
    talk.say({ op: 'read', conversation: lobby.conversation, seq: lobby.head.seq });
    await expect.poll(async () => (await lobbyOf(bram)).unread).toBe(0);
    await inBrowser(amara, 'shown in the terminal');
    const line = await enterLine(server, 'bram', shows);
    expect(withoutTime(await line.next())).toBe('amara: shown in the terminal');
    await expect.poll(async () => (await lobbyOf(bram)).unread).toBe(0);
    await inBrowser(amara, 'and shown live');
    expect(withoutTime(await line.next())).toBe('amara: and shown live');
    line.say('/exit');
    await expect.poll(async () => (await lobbyOf(bram)).unread).toBe(0);
    await talk.close();
  });

  test('[T7] [001.7] what is sealed shows as something that came, missed and live, and stays unread', async () => {
    const carla = await newMember(server.origin, 'carla');
    const shows = await certifiedKey(carla.http);
    const sealed = await talkWith(amara, carla);
    const talk = await listen(amara);
    const send = async (text: string) => {
      talk.say({
        op: 'send',
        ref: 1,
        conversation: sealed.conversation,
        envelope: await envelopeOf(amara, sealed, text),
      });
    };
    await send('while she was away');
    await talk.the('ack');
    const line = await enterLine(server, 'carla', shows);
    expect(withoutTime(await line.next())).toBe('amara: @carla [encrypted: open it in waxwing chat]');
    await send('while she is here');
    expect(withoutTime(await line.next())).toBe('amara: @carla [encrypted: open it in waxwing chat]');
    line.say('/exit');
    await line.closed;
    const { conversations } = await carla.api.call(listConversations, {});
    expect(conversations.find(({ conversation }) => conversation === sealed.conversation)?.unread).toBe(2);
    await talk.close();
  });

  test('[T12] [P8] who is here is online for the others, and offline when the connection is lost', async () => {
    const line = await enterLine(server, 'dora', await registerOnLine(server, 'dora'));
    line.say('/users');
    expect((await line.next()).split(' ')).toContain('dora');
    const online = async () => (await amara.http.raw('GET', '/api/v1/rooms/lobby/online')).text;
    expect(await online()).toContain('"dora"');
    line.socket.destroy();
    await expect.poll(online).not.toContain('"dora"');
  });
});

test('[T6] of much that was missed the last 200 are shown, and how many more there were', async () => {
  const away = await registerOnLine(server, 'away');
  const writer = await enterLine(server, 'writer', await registerOnLine(server, 'writer'));
  for (let count = 1; count <= 230; count++) writer.say(`message ${count}`);
  await writer.until((line) => line.endsWith('writer: message 230'));
  const line = await enterLine(server, 'away', away);
  await line.until((each) => each.endsWith('message 230'));
  expect(line.heard).toHaveLength(202);
  expect(line.heard[1]).toBe('(30 earlier messages are not shown)');
  expect(line.heard.slice(2).map(withoutTime)).toEqual(
    Array.from({ length: 200 }, (_, at) => `writer: message ${at + 31}`),
  );
  line.socket.destroy();
  writer.socket.destroy();
});

test('[T11] answers are whole, whatever others say meanwhile', async () => {
  const asking = await enterLine(server, 'asking', await registerOnLine(server, 'asking'));
  const talking = await enterLine(server, 'talking', await registerOnLine(server, 'talking'));
  for (let count = 0; count < 60; count++) {
    asking.say('/help');
    talking.say(`between ${count}`);
  }
  await asking.until((line) => line.endsWith('between 59'));
  await expect.poll(() => asking.heard.filter((line) => line.startsWith('anything else'))).toHaveLength(60);
  const talked = (line: string): boolean => withoutTime(line).startsWith('talking: ');
  const answers = asking.heard.filter((line) => !talked(line)).slice(1);
  expect(answers).toEqual(Array.from({ length: 60 }, () => answers.slice(0, 7)).flat());
  const starts = asking.heard.flatMap((line, at) => (line.startsWith('/register NAME CSR') ? [at] : []));
  expect(starts.filter((at) => asking.heard.slice(at, at + 7).some(talked))).toEqual([]);
  asking.socket.destroy();
  talking.socket.destroy();
});

test('[T12] everything that was sent is answered before the connection closes behind its end', async () => {
  const shows = await registerOnLine(server, 'brief');
  const line = await openLine(server, { shows });
  line.socket.end('/login brief\nbye all\n/users\n');
  await line.closed;
  expect(line.heard).toHaveLength(3);
  expect(line.heard.map(withoutTime)).toContain('brief: bye all');
  expect(line.heard.some((heard) => heard.split(' ').includes('brief'))).toBe(true);
});

test('[T3] the chain is the account’s own certificate and the authority’s', async () => {
  const { chain } = await registerOnLine(server, 'chained');
  const [leaf = '', authority = ''] = chain.split(/(?<=-----END CERTIFICATE-----\n)/);
  expect(new X509Certificate(leaf).subject).toBe('CN=chained');
  const ca = (await raw(server.origin, 'GET', '/ca.pem')).text;
  expect(authority.trim()).toBe(ca.trim());
  expect(new X509Certificate(leaf).verify(new X509Certificate(ca).publicKey)).toBe(true);
  expect(chainFrom(Buffer.from(chain).toString('base64'))).toBe(chain);
});

test('[T13] [001.8] a revoked certificate ends its connection within a second, and comes in no more', async () => {
  const shows = await registerOnLine(server, 'revoked');
  const line = await enterLine(server, 'revoked', shows);
  const http = new Cookies(server.origin);
  expect(await certificateAttempt(http, { username: 'revoked', ...shows })).toMatchObject({ status: 200 });
  const serial = new X509Certificate(shows.chain).serialNumber.toLowerCase();
  const asked = performance.now();
  await http.raw('DELETE', `/api/v1/account/certificates/${serial}`);
  expect(await line.next()).toBe('error: invalid credentials');
  await line.closed;
  expect(performance.now() - asked).toBeLessThan(5000);
  const again = await openLine(server, { shows });
  expect(await again.next()).toBe('error: invalid credentials');
  await again.closed;
});

test('[T14] [001.15] one who reads nothing is cut, others that are slow get everything, and nothing is missed', async () => {
  const clock = handClock();
  const own = await bootServer({ clock, flags: { 'tls-port': '0' } });
  const loud = await newMember(own.origin, 'loud');
  const shows = await registerOnLine(own, 'deaf');
  const deaf = await enterLine(own, 'deaf', shows);
  const slow = await enterLine(own, 'slow', await registerOnLine(own, 'slow'));
  deaf.socket.pause();
  slow.socket.pause();
  const { conversation } = await lobbyOf(loud);
  const talk = await listen(loud);
  const text = 'x'.repeat(32_000);
  const before = process.memoryUsage().rss;
  for (let count = 1; count <= 500; count++) {
    const content = { type: 'text', text: `${count} ${text}`, reply: null } as const;
    talk.say({ op: 'say', ref: count, conversation, id: newId(), content });
    if (count % 50 === 0) await talk.the('ack', ({ ref }) => ref === count);
  }
  slow.socket.resume();
  await slow.until((line) => line.includes(' loud: 500 x'));
  const numbers = slow.heard.flatMap((line) => (line.endsWith(text) ? [Number(line.split(' ')[3])] : []));
  expect(numbers).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
  expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);

  const online = async () => (await loud.http.raw('GET', '/api/v1/rooms/lobby/online')).text;
  clock.advance(31_000);
  await expect.poll(online).not.toContain('"deaf"');
  expect(await online()).toContain('"slow"');
  deaf.socket.destroy();
  const again = await enterLine(own, 'deaf', shows);
  await again.until((line) => line.includes(' loud: 500 x'));
  await talk.close();
  await own.close();
});

test('[T5] the same key twice at once: one of them is in', async () => {
  const shows: Shown = await registerOnLine(server, 'twice');
  const lines: LineTalk[] = await Promise.all(Array.from({ length: 5 }, () => openLine(server, { shows })));
  for (const line of lines) line.say('/login twice');
  const answers = await Promise.all(lines.map((line) => line.next()));
  expect(answers.filter((answer) => answer === 'Authentication Succeeded')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'error: user is already logged in')).toHaveLength(4);
  for (const line of lines) line.socket.destroy();
});

test('[T14] [001.15] whoever says too much is read more slowly, and loses nothing', async () => {
  const pacing = await bootServer({ flags: { 'tls-port': '0' }, rates: {} });
  const line = await openLine(pacing);
  const asked = performance.now();
  for (let count = 0; count < 240; count++) line.say('/dance');
  await expect.poll(() => line.heard.length).toBe(240);
  expect(performance.now() - asked).toBeGreaterThan(1500);
  await pacing.close();
});

test('[T14] [001.15] two connections of an account are not heard more than one', async () => {
  const pacing = await bootServer({ flags: { 'tls-port': '0' }, rates: {} });
  const first = await registerOnLine(pacing, 'twice');
  const http = new Cookies(pacing.origin);
  await certificateAttempt(http, { username: 'twice', ...first });
  const second = await certifiedKey(http);
  const lines = [await enterLine(pacing, 'twice', first), await enterLine(pacing, 'twice', second)];
  const asked = performance.now();
  for (const line of lines) for (let count = 0; count < 120; count++) line.say('/dance');
  const answers = () => lines.map(({ heard }) => heard.filter((each) => each === 'error: unknown command').length);
  await expect.poll(answers).toEqual([120, 120]);
  expect(performance.now() - asked).toBeGreaterThan(1500);
  await pacing.close();
});

test('[T14] no limit acts on 10 registrations, 30 log-ins and 60 posts from one address', async () => {
  const usual = await bootServer({ flags: { 'tls-port': '0' }, rates: {} });
  for (let count = 0; count < 9; count++) await registerOnLine(usual);
  const shows = await registerOnLine(usual, 'busy');
  for (let count = 0; count < 29; count++) {
    const line = await enterLine(usual, 'busy', shows);
    line.say('/exit');
    await line.closed;
  }
  const line = await enterLine(usual, 'busy', shows);
  for (let count = 0; count < 60; count++) line.say(`post ${count}`);
  await line.until((heard) => heard.endsWith('busy: post 59'));
  expect(line.heard).toHaveLength(61);
  await usual.close();
});

test('[T14] a stop is said to everyone, and does not wait for those who never shook hands', async () => {
  const stopping = await bootServer({ flags: { 'tls-port': '0' } });
  const line = await enterLine(stopping, 'last', await registerOnLine(stopping, 'last'));
  const silent = net.connect(stopping.line?.port ?? 0, '127.0.0.1').on('error', () => undefined);
  await once(silent, 'connect');
  const asked = performance.now();
  await stopping.close();
  expect(performance.now() - asked).toBeLessThan(4000);
  expect(await line.next()).toBe('error: the server is stopping');
  await line.closed;
});
