import http from 'node:http';
import type { Http } from '../../src/client/ports.ts';

/** One request as it goes over the wire, with nothing added that was not asked for. */
export interface RawRequest {
  readonly body?: unknown;
  /** Sent as it stands, instead of JSON. */
  readonly text?: string;
  /** The same, of what need not be text. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Of `text`. */
  readonly json: unknown;
}

export async function raw(origin: string, method: string, path: string, asked: RawRequest = {}): Promise<RawAnswer> {
  const text = asked.bytes ?? asked.text ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  const headers = {
    ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
    ...asked.headers,
  };
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: body, json: parsed(body) });
    });
  });
  request.on('error', reject);
  request.end(text);
  return promise;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Everything of an answer that a stranger could compare. */
export function comparable({ status, headers, text }: RawAnswer): Omit<RawAnswer, 'json'> {
  const { date: _date, ...rest } = headers;
  return { status, headers: rest, text };
}

/** A client's connection that keeps its cookie, as a browser does. */
export class Cookies implements Http {
  readonly origin: string;
  readonly headers: Record<string, string>;
  cookie: string | null = null;

  constructor(origin: string, headers: Record<string, string> = {}) {
    this.origin = origin;
    this.headers = headers;
  }

  async request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const { status, json } = await this.raw(method, path, body === undefined ? {} : { body });
    return { status, body: json };
  }

  async raw(method: string, path: string, asked: RawRequest = {}): Promise<RawAnswer> {
    const cookie: Record<string, string> = this.cookie === null ? {} : { cookie: this.cookie };
    const answer = await raw(this.origin, method, path, {
      ...asked,
      headers: { ...this.headers, ...cookie, ...asked.headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';');
      this.cookie = pair.endsWith('=') ? null : pair;
    }
    return answer;
  }
}
