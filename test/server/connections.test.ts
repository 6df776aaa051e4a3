import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, newMember, type Member } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { openTalk, type Talk } from '../support/talk.ts';

const MOST = 40;

/** Connections on which nothing is said; each is there when its promise is. */
class Crowd {
  readonly #server: TestServer;
  readonly open = new Set<net.Socket>();

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** What the server says at once, until it closes; null once it is clear that it lets one stay. */
  async join(host: string): Promise<string | null> {
    const socket = net.connect({ port: this.#server.port, host: '127.0.0.1', localAddress: host });
    let said = '';
    socket.on('data', (bytes) => (said += bytes.toString()));
    socket.on('error', () => undefined);
    const closed = once(socket, 'close').then(() => said);
    await once(socket, 'connect');
    socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const answered = once(socket, 'data').then(() => (said.includes('HTTP/1.1 200') ? null : closed));
    const result = await Promise.race([closed, answered]);
    if (result === null) this.open.add(socket);
    return result;
  }

  async leave(): Promise<void> {
    const gone = [...this.open].map((socket) => once(socket, 'close'));
    for (const socket of this.open) socket.destroy();
    this.open.clear();
    await Promise.all(gone);
  }
}

describe('[M40] [H10] connections have a bound', () => {
  let server: TestServer;
  let amara: Member;
  let crowd: Crowd;
  beforeAll(async () => {
    server = await bootServer({ flags: { connections: String(MOST) } });
    amara = await newMember(server.origin, 'amara');
    crowd = new Crowd(server);
  });
  afterAll(async () => {
    await crowd.leave();
    await server.close();
  });

  test('one address gets a quarter of them, and another still its own', async () => {
    const talk = await listen(amara);
    while ((await crowd.join('127.0.0.2')) === null) expect(crowd.open.size).toBeLessThanOrEqual(MOST / 4);
    expect(crowd.open.size).toBe(MOST / 4);
    const refused = await crowd.join('127.0.0.2');
    expect(refused === '' || refused?.startsWith('HTTP/1.1 503')).toBe(true);
    expect((await raw(server.origin, 'GET', '/healthz')).status).toBe(200);
    await crowd.leave();
    await talk.close();
  });

  test('and all addresses no more than all of them; what is open stays, and room that is made is there again', async () => {
    const talk = await listen(amara);
    for (let address = 2; crowd.open.size < 3 * MOST; address++) {
      const before = crowd.open.size;
      while ((await crowd.join(`127.0.0.${address}`)) === null);
      if (crowd.open.size === before) break;
    }
    expect(crowd.open.size).toBeGreaterThan(MOST / 2);
    expect(crowd.open.size).toBeLessThan(MOST);
    expect(server.logged.filter((line) => line.includes('as many connections as there may be'))).toHaveLength(1);
    const [first] = crowd.open;
    first?.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(String((await once(first!, 'data'))[0])).toContain('HTTP/1.1 200');
    await crowd.leave();
    expect((await raw(server.origin, 'GET', '/readyz')).status).toBe(200);
    expect(talk.heard.some(({ ev }) => ev === 'bye')).toBe(false);
    await talk.close();
  });

  test('hundreds at once do not hurt it', async () => {
    const asked = Array.from({ length: 400 }, async () => crowd.join('127.0.0.9'));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === null).length).toBeLessThanOrEqual(MOST / 4);
    expect((await raw(server.origin, 'GET', '/healthz')).status).toBe(200);
    await crowd.leave();
  });
});

test('[H10] behind a trusted proxy an address gets a quarter as sockets, and another still its own', async () => {
  const server = await bootServer({ flags: { connections: String(MOST), 'trusted-proxies': '127.0.0.1' } });
  const amara = await newMember(server.origin, 'amara');
  const open = async (from: string): Promise<Talk> => {
    const path = '/api/v1/socket/ticket';
    const { json } = await amara.http.raw('POST', path, { headers: { 'x-forwarded-for': from } });
    return openTalk(server.origin, (json as { ticket: string }).ticket);
  };
  const talks: Talk[] = [];
  for (let count = 0; count < MOST / 4; count++) talks.push(await open('203.0.113.7'));
  await expect(open('203.0.113.7')).rejects.toThrow('429');
  talks.push(await open('198.51.100.9'));
  await talks[0]?.close();
  await expect
    .poll(() =>
      open('203.0.113.7').then(
        (talk) => talks.push(talk) > 0,
        () => false,
      ),
    )
    .toBe(true);
  await expect(open('203.0.113.7')).rejects.toThrow('429');
  await server.close();
});

test('[H10] what a trusted proxy brings is not one address', async () => {
  const server = await bootServer({ flags: { connections: String(MOST), 'trusted-proxies': '127.0.0.0/8' } });
  const crowd = new Crowd(server);
  for (let count = 0; count < MOST / 2; count++) expect(await crowd.join('127.0.0.2')).toBeNull();
  await crowd.leave();
  await server.close();
});
