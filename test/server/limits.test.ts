import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listConversations } from '../../src/protocol/api/conversations.ts';
import { limits } from '../../src/protocol/limits.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { envelopeOf, listen, newMember, talkWith, type Member } from '../support/member.ts';
import { handClock } from '../support/handClock.ts';
import { Cookies, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { openTalk } from '../support/talk.ts';

describe('[001.15] limits of rates, as they ship', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await bootServer({ rates: {}, flags: { 'trusted-proxies': '127.0.0.1' } });
  });
  afterAll(() => server.close());

  const flood = async (path: string, body: unknown, from: string, times: number) => {
    const answers = [];
    for (let count = 0; count < times; count++) {
      answers.push(await raw(server.origin, 'POST', path, { body, headers: { 'x-forwarded-for': from } }));
    }
    return answers;
  };
  const registration = { username: 'somebody', account: 'A'.repeat(43), request: 'AAAA' };
  const login = { username: 'somebody', request: 'AAAA' };

  test.each([
    ['registrations', '/api/v1/registration/start', registration, 10, '192.0.2.1'],
    ['log-ins', '/api/v1/login/start', login, 30, '192.0.2.2'],
  ] as const)(
    '%s: none acts below what is promised, one does beyond, with the time to wait',
    async (_what, path, body, promised, from) => {
      const within = await flood(path, body, from, promised);
      expect(within.map(({ status }) => status)).not.toContain(429);
      const beyond = await flood(path, body, from, promised * 3);
      const refused = beyond.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused[0]).toMatchObject({
        json: { code: 'too_many_requests' },
        headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
      });
    },
  );

  test('[H8] whoever is slowed down slows nobody else down', async () => {
    const other = { ...login, username: 'another' };
    const [answer] = await flood('/api/v1/login/start', other, '198.51.100.7', 1);
    expect(answer?.status).not.toBe(429);
  });

  test('what a caller says of where it comes from counts from a trusted proxy only', async () => {
    const direct = await bootServer({ rates: { 'address: log-in': { burst: 2, perMinute: 1 } } });
    const statuses = [];
    for (let count = 0; count < 4; count++) {
      const headers = { 'x-forwarded-for': `203.0.113.${count}` };
      statuses.push((await raw(direct.origin, 'POST', '/api/v1/login/start', { body: login, headers })).status);
    }
    expect(statuses.slice(2)).toEqual([429, 429]);
    await direct.close();
  });
});

describe('[001.15] limits of a socket', () => {
  let server: TestServer;
  let amara: Member;
  let bram: Member;
  beforeAll(async () => {
    server = await bootServer();
    amara = await newMember(server.origin, 'amara');
    bram = await newMember(server.origin, 'bram');
  });
  afterAll(() => server.close());

  test.each([
    ['text that is no frame', 'hello'],
    ['JSON that is no frame', '{"op":"anything"}'],
    ['bytes', Buffer.from('{"op":"hello","protocol":1,"cursors":[]}')],
    ['a frame before hello', JSON.stringify({ op: 'read', conversation: 'A'.repeat(43), seq: 1 })],
  ])('%s ends it', async (_what, text) => {
    const { ticket } = await amara.api.call(openSocket);
    const talk = await openTalk(server.origin, ticket);
    talk.say(text);
    expect(await talk.the('bye')).toEqual({ ev: 'bye', code: 'invalid' });
    expect(await talk.closed).toBe(1008);
  });

  test('hello twice ends it', async () => {
    const talk = await listen(amara);
    talk.say({ op: 'hello', protocol: 1, cursors: [] });
    expect(await talk.the('bye')).toMatchObject({ code: 'invalid' });
  });

  test('[V2] a client that is too old is asked to reload', async () => {
    const { ticket } = await amara.api.call(openSocket);
    const talk = await openTalk(server.origin, ticket);
    talk.say({ op: 'hello', protocol: 0, cursors: [] });
    expect(await talk.the('bye')).toEqual({ ev: 'bye', code: 'reload_required' });
  });

  test('[M34] [W3] a frame beyond the limit ends it, whole or in pieces', async () => {
    const whole = await listen(amara);
    whole.say('x'.repeat(limits.socketFrame + 1));
    expect(await whole.closed).toBe(1009);
    const pieces = await listen(amara);
    for (let count = 0; count <= limits.socketFragments; count++) pieces.socket.send('x', { fin: false });
    expect(await pieces.closed).toBe(1008);
  });

  test('[M34] nobody is asked to unpack anything', async () => {
    const { ticket } = await amara.api.call(openSocket);
    const talk = await openTalk(server.origin, ticket, { origin: server.origin, perMessageDeflate: true });
    expect(talk.socket.extensions).toBe('');
    await talk.close();
  });

  test('too many messages are refused with the time to wait, and nothing else happens', async () => {
    const slow = await bootServer({ rates: { 'account: send': { burst: 3, perMinute: 60 } } });
    const [one, other] = [await newMember(slow.origin, 'one'), await newMember(slow.origin, 'two')];
    const pair = await talkWith(one, other);
    const talk = await listen(one);
    for (let ref = 1; ref <= 5; ref++) {
      talk.say({
        op: 'send',
        ref,
        conversation: pair.conversation,
        envelope: await envelopeOf(one, pair, `message ${ref}`),
      });
    }
    expect(await talk.the('refused')).toMatchObject({ code: 'too_many_requests', retryAfter: 1 });
    await talk.close();
    await slow.close();
  });

  test('[M38] [W9] [D5] a reader that takes nothing is dropped, the others hear everything, and it comes back whole', async () => {
    const clock = handClock();
    const timed = await bootServer({ clock });
    const [cato, dora] = [await newMember(timed.origin, 'cato'), await newMember(timed.origin, 'dora')];
    const pair = await talkWith(cato, dora);
    const stuck = await neverReading(timed, dora);
    const here = await listen(cato);
    let last = 0;
    for (let ref = 1; ref <= 300; ref++) {
      const envelope = await envelopeOf(cato, pair, 'x'.repeat(30_000));
      here.say({ op: 'send', ref, conversation: pair.conversation, envelope });
      last = (await here.the('ack', (ack) => ack.ref === ref)).seq;
    }
    await here.the('entry', ({ seq }) => seq === last);
    const online = async () => (await cato.api.call(listConversations)).presence.online;
    expect(await online()).toBe(2);
    clock.advance(31_000);
    await expect.poll(online).toBe(1);
    stuck.destroy();

    const back = await listen(dora);
    const seqs = back.heard.flatMap((frame) => (frame.ev === 'entry' ? [frame.seq] : []));
    expect(seqs).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    await back.close();
    await here.close();
    await timed.close();
  });

  test('more sockets than an account may have are refused', async () => {
    const talks = [];
    for (let count = 0; count < 100; count++) {
      const { ticket } = await bram.api.call(openSocket);
      talks.push(await openTalk(server.origin, ticket));
    }
    const { ticket } = await bram.api.call(openSocket);
    await expect(openTalk(server.origin, ticket)).rejects.toThrow('429');
    for (const talk of talks) await talk.close();
  });
});

test('[001.15] sockets hear a last word when the server stops, also those that never said hello, and it stops in time', async () => {
  const server = await bootServer();
  const amara = await newMember(server.origin, 'amara');
  const talk = await listen(amara);
  const { ticket } = await amara.api.call(openSocket);
  const silent = await openTalk(server.origin, ticket);
  const started = performance.now();
  await server.close();
  expect(performance.now() - started).toBeLessThan(5000);
  expect(await talk.the('bye')).toEqual({ ev: 'bye', code: 'unavailable' });
  expect(await talk.closed).toBe(1001);
  await silent.closed;
  await expect(new Cookies(server.origin).raw('GET', '/healthz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

/** A socket that has said hello and reads nothing from then on. */
async function neverReading({ origin, port }: TestServer, member: Member): Promise<net.Socket> {
  const { ticket } = await member.api.call(openSocket);
  const socket = net.connect(port, '127.0.0.1');
  const lines = [
    'GET /api/v1/socket HTTP/1.1',
    `Host: localhost:${port}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: waxwing.v1, ticket.${ticket}`,
  ];
  socket.on('error', () => undefined);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  socket.write(masked(JSON.stringify({ op: 'hello', protocol: 1, cursors: [] })));
  await once(socket, 'data');
  socket.pause();
  return socket;
}

/** A small text frame as a client sends it (RFC 6455, 5.3). */
function masked(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
