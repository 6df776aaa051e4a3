import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthorAct, Submission, type FieldProblems } from '../../../protocol/comments.ts';
import { ContactSubmission } from '../../../protocol/contact.ts';
import { publicRoutes, type InvalidSubmission } from '../../../protocol/publicRoutes.ts';
import type { ContactVisits } from '../../core/contacts/visiting.ts';
import { networkOf, type Rates } from '../../core/rates.ts';
import { Refusal } from '../../core/refusal.ts';
import type { AuthorActs } from '../../core/threads/authorActs.ts';
import type { AuthorCookies } from '../../core/threads/authorCookie.ts';
import type { PublicThread, PublicThreads } from '../../core/threads/publicThreads.ts';
import type { Submit } from '../../core/threads/submission.ts';
import { authorHash } from '../../core/threads/visible.ts';
import type { Site } from '../site.ts';
import { admit, bodyOf, checked, foreignOriginOf, isForm, open, placeOf, takesJson, takesPage } from './asking.ts';
import { createAuthorCookieJar } from './authorCookie.ts';
import { createForms } from './forms.ts';
import { askedOf, sendFeed, sendPage, sendSorry, sendStylesheet } from './pages.ts';
import { STYLESHEET_PATH } from './stylesheet.ts';

interface Given {
  readonly publicThreads: PublicThreads;
  readonly submit: Submit;
  readonly actOnComment: AuthorActs;
  readonly authorCookies: AuthorCookies;
  readonly contactVisits: ContactVisits;
  readonly rates: Rates;
  readonly site: () => Site;
}

/** A request for a thread, by somebody who may have it. */
interface Visit {
  readonly thread: PublicThread;
  readonly rest: string | null;
  /** From a page of another site. */
  readonly foreign: boolean;
  readonly author: string | null;
}

/** The longest comment, however its letters are spelled. */
const LARGEST_BODY = 256 * 1024;

/** Threads for everybody, with and without JavaScript. The cookie of people who log in is not looked at here. */
export function registerPublic(app: FastifyInstance, given: Given): void {
  const { publicThreads, contactVisits, rates, site } = given;
  const cookies = createAuthorCookieJar(given.authorCookies, site);
  const forms = createForms(given);

  const visit = async (request: FastifyRequest, reply: FastifyReply): Promise<Visit> => {
    const { thread: key, rest } = placeOf(request);
    const origin = foreignOriginOf(request, site());
    const thread = await publicThreads.find(key).catch((error: unknown) => {
      // That there is nothing is for everybody: the tag shows nothing then.
      open(reply, origin);
      throw error;
    });
    admit(reply, thread, origin);
    const foreign = origin !== null;
    return { thread, rest, foreign, author: cookies.read(request.headers.cookie, foreign) };
  };

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { thread, rest, author } = await visit(request, reply);
    if (rest === 'recipients') return send(reply, await contactVisits.recipients(thread));
    if (rest === 'feed' && thread.draft.mode === 'comments')
      return sendFeed(reply, await publicThreads.page(thread, { order: 'newest' }, null), site().origin);
    if (rest !== null) throw new Refusal('not_found');
    const asked = checked(publicRoutes.getThread.query, request.query);
    const page = await publicThreads.page(thread, asked, author === null ? null : authorHash(author));
    if (takesJson(request)) return send(reply, publicRoutes.getThread.response.parse(page));
    const { answers, after } = asked;
    const part = answers === undefined ? undefined : { answers, ...(after !== undefined && { after }) };
    return sendPage(request, reply, { page, part, ...askedOf(request) });
  };

  const write = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { thread, rest, foreign, author } = await visit(request, reply);
    if (rest === 'contact') return begin(request, reply, thread);
    if (rest !== null) return act(request, reply, thread, rest, author);
    const submission = bodyOf(request, Submission);
    const fresh = author === null ? cookies.make(foreign) : null;
    const visitor = { address: request.ip, author: author ?? fresh?.author ?? null };
    const keep = (): void => void (fresh && reply.header('set-cookie', fresh.header));
    if (isForm(request)) return forms.comment({ request, reply, thread, visitor }, submission, keep);
    const submitted = await given.submit(thread, submission, visitor);
    if (!submitted.done) return refuse(reply, submitted.problems);
    keep();
    return send(reply.code(201), publicRoutes.submitComment.response.parse(submitted.comment));
  };

  /** What comes here is sealed already. */
  const begin = async (request: FastifyRequest, reply: FastifyReply, thread: PublicThread): Promise<FastifyReply> => {
    const submission = bodyOf(request, ContactSubmission);
    return send(reply.code(201), await contactVisits.begin(thread, submission, request.ip));
  };

  const act = async (
    request: FastifyRequest,
    reply: FastifyReply,
    thread: PublicThread,
    comment: string,
    author: string | null,
  ): Promise<FastifyReply> => {
    const asked = bodyOf(request, AuthorAct);
    const visitor = { address: request.ip, author };
    if (isForm(request)) return forms.act({ request, reply, thread, visitor }, comment, asked);
    const acted = await given.actOnComment(thread, comment, asked, visitor);
    if (acted && !acted.done) return refuse(reply, acted.problems);
    return acted ? send(reply, publicRoutes.actOnComment.response.parse(acted.comment)) : reply.code(204).send();
  };

  void app.register(async (scope) => {
    // Taken apart once it is known for which thread it is.
    scope.removeAllContentTypeParsers();
    for (const type of ['application/json', 'application/x-www-form-urlencoded'])
      scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', async (request, reply) => {
      // A form of our own page says that it is; with the rest of the server's policy it would say nothing.
      reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
      rates.spend('address: request', networkOf(request.ip));
    });
    scope.setErrorHandler((error, request, reply) => {
      if (takesPage(request)) return sendSorry(request, reply, error);
      throw error;
    });
    scope.get(STYLESHEET_PATH, (_request, reply) => sendStylesheet(reply));
    scope.get('/public/*', show);
    scope.post('/public/*', { bodyLimit: LARGEST_BODY }, write);
    scope.options('/public/*', async (request, reply) => {
      await visit(request, reply);
      return reply
        .headers({
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': '600',
        })
        .code(204)
        .send();
    });
  });
}

const send = (reply: FastifyReply, answered: unknown): FastifyReply =>
  reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(answered);

function refuse(reply: FastifyReply, fields: FieldProblems): FastifyReply {
  return send(reply.code(422), { code: 'invalid', fields } satisfies InvalidSubmission);
}
