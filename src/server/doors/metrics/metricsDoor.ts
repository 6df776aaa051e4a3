import { createHash, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/refusal.ts';
import type { Measures } from './measures.ts';

interface Given {
  readonly measures: Measures;
  /** For whoever asks from elsewhere. */
  readonly token: string;
  /** A proxy stands before this server: whoever seems to be near may be far. */
  readonly behindProxy: boolean;
}

const FORWARDING = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** `GET /metrics`: from this machine as it is, from elsewhere with the token. Before other routes, so that it times them too. */
export function registerMetrics(app: FastifyInstance, { measures, token, behindProxy }: Given): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = `${request.method} ${request.routeOptions.url ?? 'elsewhere'}`;
    measures.requests.observe({ route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
    done();
  });

  app.get('/metrics', async (request, reply) => {
    if (!hasToken(request, token) && (behindProxy || !isFromHere(request))) throw new Refusal('invalid_token');
    const { type, body } = await measures.text();
    return reply.type(type).header('cache-control', 'no-store').send(body);
  });
}

/** Not by way of a browser that another site has talked into it, either: such a one says that site's name. */
function isFromHere({ headers, socket }: FastifyRequest): boolean {
  if (FORWARDING.some((name) => headers[name] !== undefined) || headers['sec-fetch-site'] !== undefined) return false;
  const { hostname = '' } = URL.parse(`http://${headers.host}`) ?? {};
  return isLoopback(socket.remoteAddress ?? '') && (hostname === 'localhost' || isLoopback(hostname));
}

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const family = net.isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function hasToken({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
