import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket } from '../../src/protocol/socket.ts';
import { newMember, type Member } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { UPGRADE, connect, frame, request, type Connection } from './support/bytes.ts';

// Whoever reaches the port, with a program of their own in place of a browser.

let server: TestServer;
let amara: Member;
beforeAll(async () => {
  server = await bootServer();
  amara = await newMember(server.origin, 'amara');
});
afterAll(() => server.close());

const refused: [string, string][] = [
  ['a handshake without a ticket', request('GET /api/v1/socket HTTP/1.1', UPGRADE)],
  ['a handshake elsewhere', request('GET / HTTP/1.1', UPGRADE)],
  ['an upgrade to something else', request('GET / HTTP/1.1', { connection: 'Upgrade', upgrade: 'h2c' })],
  ['what is no HTTP', '\u0001\u0002\r\n\r\n'],
  ['two lengths', request('POST /api/v1/logout HTTP/1.1', { 'content-length': '3', 'Content-Length': '4' }, 'abcd')],
  [
    'a length beside pieces',
    request('POST / HTTP/1.1', { 'content-length': '3', 'transfer-encoding': 'chunked' }, '0\r\n\r\n'),
  ],
  ['a header of 1 MiB', request('GET / HTTP/1.1', { 'user-agent': 'x'.repeat(1 << 20) })],
];

test('[M33] a header that is too large is called that', async () => {
  const connection = await connect(server, request('GET / HTTP/1.1', { 'user-agent': 'x'.repeat(20_000) }));
  await connection.ended;
  expect(connection.text()).toMatch(/^HTTP\/1\.1 431 /);
});

describe('[M33] whoever is refused is cut, also with their own half left open', () => {
  test.each(refused)('%s', async (_what, bytes) => {
    const connection = await connect(server, bytes);
    await connection.ended;
    expect(connection.text()).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    await expect.poll(() => connection.isOpen()).toBe(false);
  });

  test('[M40] none of them keeps a server from stopping', async () => {
    const stopping = await bootServer();
    const open: Connection[] = [];
    for (const [, bytes] of refused) open.push(await connect(stopping, bytes));
    await Promise.all(open.map(({ ended }) => ended));
    await stopping.close();
    await expect.poll(() => open.filter((connection) => connection.isOpen())).toEqual([]);
  });
});

test('[M33] a hundred who send slowly do not slow down the others', async () => {
  const slow: Connection[] = [];
  for (let count = 0; count < 50; count++) {
    slow.push(await connect(server, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: '));
    slow.push(
      await connect(
        server,
        request(
          'POST /api/v1/login/start HTTP/1.1',
          { 'content-length': '900', 'content-type': 'application/json' },
          '{',
        ),
      ),
    );
  }
  const times: number[] = [];
  for (let count = 0; count < 50; count++) {
    const started = performance.now();
    expect((await raw(server.origin, 'GET', '/healthz')).status).toBe(200);
    times.push(performance.now() - started);
  }
  expect(times.toSorted((a, b) => a - b)[48]).toBeLessThan(1000);
  for (const { socket } of slow) socket.destroy();
});

describe('[H14] requests sent ahead on one connection', () => {
  const get = (path: string): string => request(`GET ${path} HTTP/1.1`);
  const answers = (connection: Connection): string[] => connection.text().match(/HTTP\/1\.1 \d+/g) ?? [];

  test('are answered one after the other', async () => {
    const paths = ['/healthz', '/api/v1/nowhere', '/openapi.json', '/readyz'];
    const connection = await connect(server, paths.map(get).join(''));
    await expect.poll(() => connection.text().endsWith('{"status":"ready"}')).toBe(true);
    expect(answers(connection)).toEqual([200, 404, 200, 200].map((status) => `HTTP/1.1 ${status}`));
    connection.socket.destroy();
  });

  test('[M33] a thousand of them are not begun: the connection is cut', async () => {
    const connection = await connect(server, get('/healthz').repeat(1000));
    await connection.ended;
    expect(answers(connection).length).toBeLessThan(20);
    await expect.poll(() => connection.isOpen()).toBe(false);
  });
});

describe('[M34] frames that are none end the socket and nothing else', () => {
  const open = async (): Promise<Connection> => {
    const { ticket } = await amara.api.call(openSocket);
    const headers = { ...UPGRADE, origin: server.origin, 'sec-websocket-protocol': `waxwing.v1, ticket.${ticket}` };
    const connection = await connect(server, request('GET /api/v1/socket HTTP/1.1', headers));
    await expect.poll(() => connection.text()).toContain('101 Switching Protocols');
    return connection;
  };
  const nothing = new Uint8Array();

  test.each([
    ['a reserved bit', frame(0xc1, nothing)],
    ['an opcode that there is not', frame(0x83, nothing)],
    ['no mask', frame(0x81, nothing, 0)],
    ['text that is no UTF-8', frame(0x81, Uint8Array.of(0xc3, 0x28))],
    ['half a ping', frame(0x09, nothing)],
    ['the rest of nothing', frame(0x80, nothing)],
    ['a close with one byte', frame(0x88, Uint8Array.of(3))],
    ['a length of 2^63', Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ])('%s', async (_what, bytes) => {
    const connection = await open();
    connection.socket.write(bytes);
    await connection.ended;
    expect((await raw(server.origin, 'GET', '/healthz')).status).toBe(200);
  });

  test('a flood of pings by one who takes no answer is cut before much waits for them', async () => {
    const connection = await open();
    connection.socket.pause();
    const many = Buffer.concat(Array.from({ length: 8000 }, () => frame(0x89, new Uint8Array(125))));
    const before = process.memoryUsage().rss;
    for (let count = 0; count < 100 && !connection.socket.destroyed; count++) {
      await new Promise<void>((resolve) => connection.socket.write(many, () => resolve()));
    }
    expect(connection.socket.destroyed).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect((await raw(server.origin, 'GET', '/healthz')).status).toBe(200);
  });

  test('2,000 headers open nothing', async () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`x-${at}`, 'y']));
    const connection = await connect(server, request('GET /api/v1/socket HTTP/1.1', { ...many, ...UPGRADE }));
    await connection.ended;
    expect(connection.text()).toMatch(/^HTTP\/1\.1 4/);
  });
});
