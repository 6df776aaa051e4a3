import tlsServer from 'node:tls';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { errors } from '../../../protocol/errors.ts';
import { limits } from '../../../protocol/limits.ts';
import { networkOf } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Log } from '../log.ts';
import { boundConnections } from '../connections.ts';
import { isOurFault, problemOf, retryAfterOf, saidOf, type Said } from '../problem.ts';
import type { Site } from '../site.ts';
import { offered } from '../tls.ts';
import type { Turns } from '../turns.ts';
import { nestsDeeperThan } from './nesting.ts';

interface Given {
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Addresses whose forwarding headers count. */
  readonly trustedProxies: readonly string[];
  /** As many may be open at a time. */
  readonly connections: number;
  /** What requests begin with, and whatever takes long of one of them: neither waits for the other. */
  readonly turns: Turns;
  readonly longTurns: Turns;
  readonly log: Log;
}

/** Longest wait for a whole request; Node itself cuts slow headers. */
const REQUEST_TIME = 30_000;
const HANDSHAKE_TIME = 10_000;
const LIMITS_EVERY = 1000;
/** UTF-16 units. */
const LARGE_BODY = 8 * 1024;
/** Levels of a large body: none of ours has half as many. */
const DEEPEST = 32;
/** Nothing passes for so long, in either direction: whoever does not read an answer is cut like whoever asks nothing. */
const IDLE_TIME = 70_000;

/** The web port, with what holds for every answer on it. `site` is known once it listens. */
export function createWeb(
  { tls, trustedProxies, connections, turns, longTurns, log }: Given,
  site: () => Site,
): FastifyInstance {
  const app = fastify({
    ...(tls ? { https: { cert: tls.cert, key: tls.key, ...offered, handshakeTimeout: HANDSHAKE_TIME } } : {}),
    logger: false,
    bodyLimit: limits.requestBody,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: REQUEST_TIME,
    keepAliveTimeout: IDLE_TIME,
    connectionTimeout: IDLE_TIME,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (_error, _request, reply) => {
      void say(reply.headers(site().headers), { code: 'not_found' });
    },
    clientErrorHandler: (error, socket) => refuseRaw(error, socket, site(), turns),
  }) as unknown as FastifyInstance;

  const refuse = (socket: Socket): void => (tls ? void socket.destroy() : refuseFull(socket, site()));
  cutAllAtTheEnd(app, boundConnections(app.server, { most: connections, trustedProxies, refuse, log }));
  for (const each of [turns, longTurns]) app.server.on('connection', () => each.came());
  app.removeContentTypeParser('text/plain');
  readLargeInTurns(app, longTurns);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(site().headers);
    done();
  });
  const limited = sayLimited(log);
  app.setErrorHandler((error, request, reply) => {
    // Who left before the request was whole. When very many do so at once, answers to them would hold up whoever is there.
    if (request.raw.destroyed && !request.raw.complete) return void reply.hijack();
    const said = saidOf(ofFramework(error) ?? error);
    if (said.code === 'too_many_requests') limited({ route: request.routeOptions.url, from: request.ip });
    if (isOurFault(said))
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
    return say(reply, said);
  });
  return app;
}

/** Bodies of a stranger may take a millisecond each, and many may come at once. */
function readLargeInTurns(app: FastifyInstance, turns: Turns): void {
  const read = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body.length <= LARGE_BODY) return void read(request, body, done);
    if (nestsDeeperThan(body, DEEPEST)) return done(new Refusal('invalid'));
    turns.take(
      () => networkOf(request.ip),
      () => void read(request, body, done),
    );
  });
}

/** Limits act most when there is much to say: one line a second at most, which says how many there would have been. */
function sayLimited(log: Log): (facts: object) => void {
  let since: number | null = null;
  return (facts) => {
    if (since !== null) return void (since += 1);
    since = 0;
    log.info(facts, 'limit');
    setTimeout(() => {
      if (since !== null && since > 0) log.info({ times: since }, 'limit');
      since = null;
    }, LIMITS_EVERY).unref();
  };
}

/** Shows another certificate to whoever comes next. @throws what is wrong with it; the one before stays */
export function showCertificate(
  { server }: FastifyInstance,
  pair: { readonly cert: string; readonly key: string },
): void {
  if (server instanceof tlsServer.Server) server.setSecureContext({ ...pair, ...offered });
}

/** Also those that never got as far as a request, or as TLS: nobody keeps the server from stopping. */
function cutAllAtTheEnd(app: FastifyInstance, cut: () => void): void {
  app.addHook('preClose', (done) => {
    cut();
    done();
  });
}

/** Answers with a problem. */
export function say(reply: FastifyReply, said: Said): FastifyReply {
  const retryAfter = retryAfterOf(said);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply
    .code(errors[said.code].status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problemOf(said));
}

/** What the framework refuses before any of our code sees it. */
function ofFramework(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('too_large');
  const refusedByFramework = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return refusedByFramework ? new Refusal('invalid') : undefined;
}

const RAW_STATUS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Bytes that are no HTTP at all, too many of them, or too slow. Whoever left in the middle of them is told nothing. */
function refuseRaw({ code }: NodeJS.ErrnoException, socket: Socket, site: Site, turns: Turns): void {
  if (code === 'HPE_INVALID_EOF_STATE') {
    // Very many may leave at once, and others come meanwhile.
    return turns.take(
      () => networkOf(socket.remoteAddress ?? ''),
      () => socket.destroy(),
    );
  }
  lastWord(socket, site, RAW_STATUS[code ?? ''] ?? '400 Bad Request', '');
}

/** Over TLS there is nobody to say it to yet. */
function refuseFull(socket: Socket, site: Site): void {
  const said = { code: 'unavailable' } as const;
  socket.on('error', () => socket.destroy());
  const head = `content-type: application/problem+json; charset=utf-8\r\nretry-after: ${retryAfterOf(said)}\r\n`;
  lastWord(socket, site, '503 Service Unavailable', head, JSON.stringify(problemOf(said)));
}

/** The connection is cut afterwards, so that nobody keeps it by leaving their half of it open. */
function lastWord(socket: Socket, { headers }: Site, status: string, head: string, body = ''): void {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `connection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}${head}${length}${body}`, () => socket.destroy());
}
