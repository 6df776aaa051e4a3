import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import type { Http, HttpAnswer } from '../../client/ports.ts';
import type { CookieJar } from './cookies.ts';

/** A server as this terminal reaches it. */
export interface Place {
  /** The address that people use, which the server checks every request against. */
  readonly origin: string;
  /** PEM: authorities that count beside the system's; null for the system's alone. */
  readonly authorities: readonly string[] | null;
  /** Rejects until the server has shown that it is the one that is known here. Absent: nothing is known of it. */
  readonly hold?: () => Promise<void>;
  /** The line was lost: whoever answers next has to show that again. */
  readonly lost?: () => void;
}

const PATIENCE = 30_000;
const LONGEST_ANSWER = 64 * 1024 * 1024;

export function httpTo(place: Place, cookies: CookieJar): Http {
  return {
    async request(method, path, body) {
      const sent = body === undefined ? null : JSON.stringify(body);
      const answer = await ask(place, path, {
        method,
        headers: {
          origin: place.origin,
          ...(await cookies.header()),
          ...(sent !== null && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
        },
        body: sent,
      });
      await cookies.take(answer.cookies);
      return { status: answer.status, body: parsed(answer.text) } satisfies HttpAnswer;
    },
  };
}

export interface Asked {
  readonly method: string;
  readonly headers?: Record<string, string | number>;
  readonly body?: string | null;
  /** Takes any certificate: only to see which authority a server names. */
  readonly unverified?: boolean;
}

interface HttpText {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  readonly retryAfter: string | null;
}

/** Redirects are not followed. @throws Error when there is no whole answer, or the server is not the one that is known */
export async function ask(place: Place, path: string, asking: Asked): Promise<HttpText> {
  await place.hold?.();
  try {
    return await asked(place, path, asking);
  } catch (error) {
    place.lost?.();
    throw error;
  }
}

async function asked(
  { origin, authorities }: Place,
  path: string,
  { method, headers = {}, body = null, unverified = false }: Asked,
): Promise<HttpText> {
  const options = { method, headers, signal: AbortSignal.timeout(PATIENCE) };
  const url = new URL(path, origin);
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, ...trusting(authorities), ...(unverified && { rejectUnauthorized: false }) })
      : http.request(url, options);
  request.end(body ?? undefined);
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  request.once('response', resolve);
  request.once('error', reject);
  const response = await promise;
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > LONGEST_ANSWER) response.destroy(new Error('the answer does not end'));
  });
  return {
    status: response.statusCode ?? 0,
    text: await text(response),
    cookies: response.headers['set-cookie'] ?? [],
    retryAfter: response.headers['retry-after'] ?? null,
  };
}

/** What `tls` takes: the system's authorities and these. */
export function trusting(authorities: readonly string[] | null): { ca?: string[] } {
  return authorities === null ? {} : { ca: [...authorities] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
