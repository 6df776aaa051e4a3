import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { limits } from '../../../protocol/limits.ts';
import type { Access, Route } from '../../../protocol/route.ts';
import { requirements } from '../../core/access.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Session, Sessions } from '../../core/sessions.ts';
import type { Log } from '../log.ts';
import { requireOwnOrigin } from '../origin.ts';
import type { Site } from '../site.ts';
import { readCookie, writeCookie } from './cookie.ts';
import type { Call, Endpoint, Lines } from './endpoint.ts';
import { sendLines } from './lines.ts';

interface Given {
  readonly sessions: Sessions;
  readonly rates: Rates;
  readonly site: () => Site;
  readonly log: Log;
}

/** Where people come in and go out: each try is an event, and says whose account it was about where there is one. */
const entrance = /^\/api\/v1\/(registration|login|recovery|reset|logout|session)(\/|$)/;
const entranceNames: Record<string, string> = {
  registration: 'registration',
  login: 'log-in',
  recovery: 'recovery',
  reset: 'reset',
  logout: 'log-out',
  session: 'device taken over',
};

/** By its route and what came of it. Undefined: nobody comes in or goes out there. */
function entranceEvent(path: string, status: number): string | undefined {
  const name = entranceNames[entrance.exec(path)?.[1] ?? ''];
  if (name === undefined || status >= 400) return name && `${name} refused`;
  return path.endsWith('/start') ? `${name} begun` : name;
}

/**
 * Puts the endpoints onto the web port. Every request is checked in one order: rate, origin, session, form. So whoever
 * has no session learns nothing from the form, and what a stranger asks for is answered like what is not there.
 */
export function registerApi(app: FastifyInstance, endpoints: readonly Endpoint[], given: Given): void {
  const callers = new WeakMap<FastifyRequest, Session | undefined>();
  const found = new WeakMap<FastifyRequest, string>();
  for (const { route, answer } of endpoints) {
    const { params, query, body, response } = route;
    app.route({
      method: route.method,
      url: route.path,
      // For a HEAD the framework would make the whole body and throw it away.
      exposeHeadRoute: route.lines === undefined,
      ...(route.access === 'nobody' && { bodyLimit: limits.strangersBody }),
      schema: { ...(params && { params }), ...(query && { querystring: query }), ...(body && { body }) },
      validatorCompiler: ({ schema }) => validate(schema as z.ZodType),
      onRequest: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        given.rates.spend('address: request', networkOf(request.ip));
        requireOwnOrigin(request, given.site());
        const caller = await callerOf(request, reply, route.access, given);
        callers.set(request, caller);
        if (caller && route.access !== 'nobody') found.set(request, caller.account.username);
      },
      onResponse: async (request, reply) => {
        const event = entranceEvent(route.path, reply.statusCode);
        if (event === undefined || route.method === 'GET') return;
        // Undefined is left out.
        const who = found.get(request);
        given.log.info({ route: route.path, status: reply.statusCode, who, from: request.ip }, event);
      },
      handler: async (request, reply) => {
        const answered = await answer({
          params: request.params,
          query: request.query,
          body: request.body,
          session: callers.get(request),
          from: request.ip,
          found: ({ username }: { readonly username: string }) => void found.set(request, username),
          setSession: (token: string | null) => void reply.header('set-cookie', writeCookie(token, given.site())),
        } satisfies Record<keyof Call<Route>, unknown> as Call<Route>);
        if (route.lines) return sendLines(reply, route.lines, answered as Lines<unknown>);
        if (!response) return reply.code(204).send();
        return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(response.parse(answered));
      },
    });
  }
}

function validate(schema: z.ZodType) {
  return (given: unknown) => {
    const result = schema.safeParse(given);
    if (result.success) return { value: result.data };
    const field = result.error.issues[0]?.path.join('.');
    return { error: new Refusal('invalid', field ? { field } : {}) };
  };
}

async function callerOf(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  { sessions, site }: Given,
): Promise<Session | undefined> {
  const token = readCookie(request.headers.cookie, site());
  const session = await sessions.byToken(token);
  if (!session && access !== 'nobody' && (await sessions.waits(token))) throw new Refusal('approval_pending');
  const caller = requirements[access](session);
  if (session && token !== undefined && access !== 'nobody' && (await sessions.touch(session))) {
    reply.header('set-cookie', writeCookie(token, site()));
  }
  return caller;
}
