import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { errors } from '../../../protocol/errors.ts';
import { ingestRoutes } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import type { Log } from '../log.ts';
import { requireOwnOrigin } from '../origin.ts';
import { isOurFault, problemOf, retryAfterOf, saidOf, type Said } from '../problem.ts';
import type { Site } from '../site.ts';
import { ingest } from './ingest.ts';
import type { Post } from './reading.ts';
import { records } from './records.ts';

interface Given {
  readonly reporting: Reporting;
  readonly rates: Rates;
  readonly site: () => Site;
  readonly log: Log;
}

type Answer = (post: Post, reporting: Reporting) => Promise<object>;

/** The routes on which machines report all day long. */
const routes = new Map<string, Answer>([
  [ingestRoutes.ingest.path, ingest],
  [ingestRoutes.ingestRecords.path, records],
]);

/** What the framework is for: bodies in pieces or packed, and whoever speaks for others. */
const NOT_PLAIN = ['transfer-encoding', 'content-encoding', 'x-forwarded-for'];

/**
 * Answers plain posts on these routes without the framework, as it would, at a third of the cost. Whatever else comes, also
 * on these routes, is left to it.
 */
export function answerStraight(server: Server, given: Given): void {
  const [framework] = server.listeners('request');
  if (!framework) throw new Error('there is no framework to leave the rest to');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const answer = request.method === 'POST' ? routes.get(request.url ?? '') : undefined;
    if (!answer || !isPlain(request)) return Reflect.apply(framework, server, [request, response]);
    const { remoteAddress: ip = '' } = request.socket;
    const refuse = (error: unknown): void => sayNo(given, { request, response, ip }, error);
    try {
      given.rates.spend('address: ingest', networkOf(ip));
      requireOwnOrigin(request, given.site());
    } catch (error) {
      return refuse(error);
    }
    whole(request, (body) => {
      answer({ headers: request.headers, ip, body }, given.reporting).then((answered) => {
        send(response, 200, 'application/json; charset=utf-8', given.site(), answered);
      }, refuse);
    });
  });
}

function isPlain({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length'] ?? Number.NaN);
  return length <= limits.requestBody && NOT_PLAIN.every((name) => headers[name] === undefined);
}

/** The parser sees to it that nothing is longer than was said, and the server that it comes in time. */
function whole(request: IncomingMessage, take: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => take(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly ip: string;
}

function sayNo({ site, log }: Given, { request, response, ip }: Exchange, error: unknown): void {
  const said: Said = saidOf(error);
  const { status } = errors[said.code];
  const route = request.url;
  if (isOurFault(said)) log.error({ err: error, method: request.method, route }, 'request failed');
  if (status === 401 || status === 403) log.info({ route, status, from: ip }, 'machine refused');
  const retryAfter = retryAfterOf(said);
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  send(response, status, 'application/problem+json; charset=utf-8', site(), problemOf(said));
}

function send(response: ServerResponse, status: number, type: string, { headers }: Site, answered: object): void {
  const text = JSON.stringify(answered);
  const own = { 'content-type': type, 'cache-control': 'no-store', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...own });
  response.end(text);
}
