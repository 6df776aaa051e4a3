import http from 'node:http';
import type { RawAnswer } from './raw.ts';

/** Where a machine speaks from: loopback has many addresses. */
export interface From {
  readonly localAddress?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One POST as a script sends it. */
export async function post(
  origin: string,
  path: string,
  body: string | Buffer,
  { localAddress, headers = {} }: From = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const size = { 'content-length': String(Buffer.byteLength(body)) };
  const place = { hostname: hostname === 'localhost' ? '127.0.0.1' : hostname, port, path, method: 'POST' };
  const request = http.request(
    { ...place, headers: { ...size, ...headers }, agent: false, ...(localAddress && { localAddress }) },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
    },
  );
  request.on('error', reject);
  request.end(body);
  return promise;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** `POST /ingest` with one of its messages. */
export async function say(origin: string, message: object, from: From = {}): Promise<[number, unknown]> {
  const headers = { ...JSON_TYPE, ...from.headers };
  const { status, json } = await post(origin, '/ingest', JSON.stringify(message), { ...from, headers });
  return [status, json];
}

export const identify = (username: string, more: object = {}): object => ({
  message_type: 'IDENTIFY',
  username,
  ...more,
});
export const authenticate = (username: string, password = 'correct horse'): object => ({
  message_type: 'AUTHENTICATE',
  username,
  password,
});
export const message = (token: string | undefined, text: string, more: object = {}): object => ({
  message_type: 'MESSAGE',
  token,
  message: text,
  ...more,
});

/** Its token, after the two steps before. */
export async function enter(origin: string, username: string, from: From = {}): Promise<string> {
  await say(origin, identify(username), from);
  const [status, answer] = await say(origin, authenticate(username), from);
  const { token } = answer as { token?: string };
  if (status !== 200 || token === undefined) throw new Error(`${status} ${JSON.stringify(answer)}`);
  return token;
}

/** Sends records of machines, those of a call in one go; a machine is made if need be. Answers the seq of the last. */
export function reporter(
  origin: () => string,
  tokenOf: (machine: string) => Promise<string> = (machine) => enter(origin(), machine),
) {
  const tokens = new Map<string, string>();
  return async (machine: string, ...records: (string | object)[]): Promise<number> => {
    const token = tokens.get(machine) ?? (await tokenOf(machine));
    tokens.set(machine, token);
    const lines = records.map((each) => JSON.stringify(typeof each === 'string' ? { message: each } : each));
    const headers = { 'content-type': 'application/x-ndjson', ...bearer(token) };
    const { status, json, text } = await post(origin(), '/ingest/records', lines.join('\n'), { headers });
    if (status !== 200) throw new Error(`${status} ${text}`);
    return (json as { last_seq: number }).last_seq;
  };
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
export const basic = (name: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
