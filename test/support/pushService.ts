import { createPublicKey, verify } from 'node:crypto';
import https from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerOptions } from '../../src/server/createServer.ts';
import { newAuthority } from '../mallory/support/authorities.ts';

type Network = NonNullable<ServerOptions['network']>;

export interface Poke {
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answered: number;
}

/** An address of the open internet, at which nobody is asked in a test. */
export const OPEN = '93.184.216.34';

/** A push service of this machine, and a network in which names lead to it; what addresses they have is the test's to change. */
export async function startPushService() {
  const authority = await newAuthority();
  const { key, cert } = await authority.signs({ names: ['push.example', 'other.example'] });
  const state = { status: 201, location: '', addresses: [OPEN] as readonly string[] };
  const pokes: Poke[] = [];
  const asked: string[] = [];
  const dialled: string[] = [];
  const server = https.createServer({ key, cert }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      pokes.push({
        host: request.headers.host ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
        answered: state.status,
      });
      response.writeHead(state.status, state.location === '' ? {} : { location: state.location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const network: Network = {
    async resolve(name) {
      asked.push(name);
      return state.addresses;
    },
    dial(address) {
      dialled.push(address);
      return { host: '127.0.0.1', port, ca: authority.ca };
    },
  };
  return { network, state, pokes, asked, dialled, port, close: () => server.close() };
}

/** What the server says of itself in a poke, once its signature was verified (RFC 8292). @throws Error when it is not there or not good */
export function vouchedBy({ headers }: Poke, key: string): Record<string, unknown> {
  const [, token = '', shown] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  if (shown !== key) throw new Error('another key');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
  const [head, claims = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${claims}`);
  const by = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, by, Buffer.from(signature, 'base64url'))) throw new Error('not its signature');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
