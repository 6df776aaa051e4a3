import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { errors } from './errors.ts';
import { limits } from './limits.ts';
import { ingestRoutes, type IngestRoute } from './ingest.ts';
import { LOG_GENESIS, logLink } from './log.ts';
import { recipientRoutes, type RecipientRoute } from './recipients.ts';
import { publicRoutes, type PublicRoute } from './publicRoutes.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { ClientFrame, SOCKET_PATH, SOCKET_PROTOCOL, ServerFrame } from './socket.ts';
import { switches } from './switches.ts';
import { PROTOCOL } from './version.ts';

/** Everything that a client and a server of different versions have to agree on. */
function wire(): object {
  const schema = (of: z.ZodType | undefined) =>
    of && z.toJSONSchema(of, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  const routed = Object.entries<Route>(routes).map(
    ([name, { method, path, access, params, query, body, response }]) => [
      name,
      {
        method,
        path,
        access,
        params: schema(params),
        query: schema(query),
        body: schema(body),
        response: schema(response),
      },
    ],
  );
  return {
    routes: Object.fromEntries(routed) as object,
    ingest: Object.entries<IngestRoute>(ingestRoutes).map(([name, { path, access, type, body, response }]) => [
      name,
      { path, access, type, body: schema(body), response: schema(response) },
    ]),
    recipients: Object.entries<RecipientRoute>(recipientRoutes).map(([name, { path, params, query, response }]) => [
      name,
      { path, params: schema(params), query: schema(query), response: schema(response) },
    ]),
    public: Object.entries<PublicRoute>(publicRoutes).map(([name, { path, query, body, response }]) => [
      name,
      { path, query: schema(query), body: schema(body), response: schema(response) },
    ]),
    frames: [schema(ClientFrame), schema(ServerFrame)],
    socket: [SOCKET_PATH, SOCKET_PROTOCOL],
    errors: Object.entries(errors).map(([code, { status }]) => [code, status]),
    switches,
    limits,
    link: [...logLink(LOG_GENESIS, 1, LOG_GENESIS)],
  };
}

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

test('the wire is what it was: a change of it is never an accident', () => {
  // Changed on purpose? Then say so in CHANGELOG.md, raise PROTOCOL if older clients cannot take it, and write the new
  // hash here.
  expect({ protocol: PROTOCOL, hash: hashOf(wire()) }).toEqual({
    protocol: 1,
    hash: '552e0b4a3c4fa5384e6f7459c4092503',
  });
});

test('the hash sees a changed field, bound and status', () => {
  const before = hashOf(wire());
  const text = JSON.stringify(wire());
  for (const [from, to] of [
    ['"unread":', '"unseen":'],
    ['"envelope":46080', '"envelope":46081'],
    ['["not_found",404]', '["not_found",403]'],
  ] as const) {
    expect(text).toContain(from);
    expect(hashOf(JSON.parse(text.replace(from, to)))).not.toBe(before);
  }
  expect(hashOf(JSON.parse(text))).toBe(before);
});
