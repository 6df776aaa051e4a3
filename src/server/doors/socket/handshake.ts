import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { errors } from '../../../protocol/errors.ts';
import { SOCKET_PATH, SOCKET_PROTOCOL } from '../../../protocol/socket.ts';
import { requireDevice } from '../../core/access.ts';
import { Refusal } from '../../core/refusal.ts';
import type { DeviceSession, Sessions } from '../../core/sessions.ts';
import type { Tickets } from '../../core/tickets.ts';
import { problemOf, retryAfterOf, type Said } from '../problem.ts';
import type { Site } from '../site.ts';

const TICKET = 'ticket.';

/**
 * Who opens a socket: a page of this server, or a program that says so, with a ticket that its session has just got.
 * @throws Refusal not_found, foreign_origin, unauthenticated
 */
export async function admit(
  { url, headers }: IncomingMessage,
  { site, tickets, sessions }: { site: Site; tickets: Tickets; sessions: Sessions },
): Promise<{ session: DeviceSession; from: string }> {
  if (url !== SOCKET_PATH) throw new Refusal('not_found');
  if (headers.origin === undefined || !site.isOwn(headers.origin)) throw new Refusal('foreign_origin');
  const asked = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  const ticket = asked.find((each) => each.startsWith(TICKET))?.slice(TICKET.length);
  const issued = ticket === undefined ? undefined : tickets.take(ticket);
  if (!issued || !asked.includes(SOCKET_PROTOCOL)) throw new Refusal('unauthenticated');
  return { session: requireDevice(await sessions.byHash(issued.tokenHash)), from: issued.from };
}

/**
 * The same problem as over HTTP, on a connection that does not become a socket. It is cut then: nothing watches over it
 * any more, and whoever leaves their half open would keep it for ever.
 */
export function refuse(socket: Duplex, said: Said, { headers }: Site): void {
  const { status } = errors[said.code];
  const body = JSON.stringify(problemOf(said));
  const retryAfter = retryAfterOf(said);
  const all = {
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}
