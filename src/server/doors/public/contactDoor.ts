import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { VisitorLine } from '../../../protocol/contact.ts';
import { ConversationId } from '../../../protocol/ids.ts';
import { publicRoutes } from '../../../protocol/publicRoutes.ts';
import type { ContactVisits } from '../../core/contacts/visiting.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import { requireOwnOrigin } from '../origin.ts';
import type { Site } from '../site.ts';
import { renderContactPage } from './contactPage.ts';
import { wordsFor } from './language.ts';
import { taken } from '../taken.ts';

interface Given {
  readonly contactVisits: ContactVisits;
  readonly rates: Rates;
  readonly site: () => Site;
}

const Params = z.strictObject({ conversation: ConversationId });

/**
 * What the page behind a visitor's private link asks: by the token that comes from the link's secret. No cookie is looked
 * at here.
 */
export function registerContact(app: FastifyInstance, { contactVisits, rates, site }: Given): void {
  const url = '/contact/:conversation/entries';
  void app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      rates.spend('address: request', networkOf(request.ip));
      requireOwnOrigin(request, site());
    });
    scope.get('/contact/:conversation', async ({ headers }, reply) => {
      reply.headers({ vary: 'accept-language', 'content-type': 'text/html; charset=utf-8' });
      return reply.send(renderContactPage(wordsFor(headers['accept-language'])));
    });
    scope.get(url, async (request, reply) => {
      const { conversation } = taken(Params, request.params);
      const { after } = taken(publicRoutes.readContact.query, request.query);
      return json(reply, await contactVisits.page(conversation, tokenOf(request), after, request.ip));
    });
    scope.post(url, async (request, reply) => {
      const { conversation } = taken(Params, request.params);
      const line = taken(VisitorLine, request.body);
      return json(reply, await contactVisits.write(conversation, tokenOf(request), line, request.ip));
    });
    scope.delete('/contact/:conversation', async (request, reply) => {
      const { conversation } = taken(Params, request.params);
      await contactVisits.giveUp(conversation, tokenOf(request), request.ip);
      return reply.code(204).send();
    });
  });
}

/** @throws Refusal invalid_token */
function tokenOf({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new Refusal('invalid_token');
  return token;
}

const json = (reply: FastifyReply, answered: unknown): FastifyReply =>
  reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(answered);
