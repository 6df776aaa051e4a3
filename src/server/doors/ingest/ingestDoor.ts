import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ingestRoutes } from '../../../protocol/ingest.ts';
import { recipientRoutes } from '../../../protocol/recipients.ts';
import type { MachineRecipients } from '../../core/machines/recipients.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import type { Log } from '../log.ts';
import { requireOwnOrigin } from '../origin.ts';
import type { Site } from '../site.ts';
import { exportLogs } from './exportLogs.ts';
import { hook } from './hook.ts';
import { ingest } from './ingest.ts';
import { line } from './line.ts';
import { getRecipientChain, listRecipients } from './recipients.ts';
import { records } from './records.ts';
import { answerStraight } from './straight.ts';

interface Given {
  readonly reporting: Reporting;
  readonly recipients: MachineRecipients;
  readonly rates: Rates;
  readonly site: () => Site;
  readonly log: Log;
}

type Answer = (request: FastifyRequest, reporting: Reporting) => Promise<unknown>;

/** The ways in for machines, on the web port. No cookie is looked at here. */
export function registerIngest(app: FastifyInstance, given: Given): void {
  const { reporting, recipients, rates, site, log } = given;
  answerStraight(app.server, given);
  const answers: Record<keyof typeof ingestRoutes, Answer> = {
    ingest,
    ingestRecords: records,
    ingestLine: line,
    ingestHook: hook,
    exportLogs,
  };
  void app.register(async (scope) => {
    // What a body is stands in the route: nothing is taken apart before it is known who sent it.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      rates.spend('address: ingest', networkOf(request.ip));
      requireOwnOrigin(request, site());
    });
    scope.addHook('onResponse', async ({ routeOptions, ip }, { statusCode }) => {
      if (statusCode === 401 || statusCode === 403)
        log.info({ route: routeOptions.url, status: statusCode, from: ip }, 'machine refused');
    });
    for (const [name, { method, path }] of Object.entries(ingestRoutes)) {
      const answer = answers[name as keyof typeof ingestRoutes];
      // A token is longer than a parameter may be.
      const url = path.replace('/:token', '/*');
      scope.route({ method, url, handler: async (request, reply) => send(reply, await answer(request, reporting)) });
    }
    const asked = { listRecipients, getRecipientChain };
    for (const [name, { method, path: url }] of Object.entries(recipientRoutes)) {
      const answer = asked[name as keyof typeof recipientRoutes];
      scope.route({ method, url, handler: async (request, reply) => send(reply, await answer(request, recipients)) });
    }
  });
}

function send(reply: FastifyReply, answered: unknown): FastifyReply {
  if (typeof answered === 'string') return reply.type('text/plain; charset=utf-8').send(answered);
  return reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(answered);
}
