import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ThreadPage } from '../../../protocol/comments.ts';
import { errors } from '../../../protocol/errors.ts';
import { Refusal } from '../../core/refusal.ts';
import { renderFeed, FEED_TYPE } from './feed.ts';
import { wordsFor } from './language.ts';
import { addressOf } from './names.ts';
import { headersFor, pageHeaders, renderPage, renderSorry } from './page.ts';
import { stylesheet } from './stylesheet.ts';
import { isDone, type Done, type PageView, type Sorry } from './view.ts';

// What browsers get that ask for pages and send forms.

/** Further words in a page's address; what makes no sense counts as not said. */
const Asked = z.object({ reply: z.string().optional().catch(undefined), done: z.string().optional().catch(undefined) });

export function askedOf({ query }: FastifyRequest): Pick<PageView, 'replyTo' | 'done'> {
  const { reply, done } = Asked.parse(query);
  return { replyTo: reply, done: isDone(done) ? done : undefined };
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, view: Omit<PageView, 'words'>): FastifyReply {
  const words = wordsFor(request.headers['accept-language']);
  const headers = { ...headersFor(view.page), 'content-language': words.language };
  return reply.headers(headers).send(renderPage({ ...view, words }));
}

/** Why this refusal is told in words; null: it is nobody's on a page. */
export function sorryOf(error: unknown): Sorry | null {
  if (!(error instanceof Refusal)) return null;
  return isSorry(error.code) ? error.code : null;
}

const isSorry = (code: string): code is Sorry => Object.hasOwn(wordsFor(undefined).sorry, code);

/** @throws whatever is no refusal that people are told of */
export function sendSorry(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const sorry = sorryOf(error);
  if (sorry === null) throw error;
  const words = wordsFor(request.headers['accept-language']);
  return withStatus(reply, error, sorry)
    .headers({ ...pageHeaders, 'content-language': words.language })
    .send(renderSorry(words, sorry));
}

export function withStatus(reply: FastifyReply, error: unknown, sorry: Sorry): FastifyReply {
  if (error instanceof Refusal && error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
  return reply.code(errors[sorry].status);
}

/** The page again after a form: with thanks, or at the comment that is shown now. */
export function goBack(reply: FastifyReply, thread: string, done: Done, comment: string | null): FastifyReply {
  const place = comment === null ? 'done' : `c-${comment}`;
  return reply.redirect(`${addressOf({ thread, order: 'oldest' }, { done })}#${place}`, 303);
}

export const sendFeed = (reply: FastifyReply, page: ThreadPage, origin: string): FastifyReply =>
  reply.type(FEED_TYPE).send(renderFeed(page, origin));

export const sendStylesheet = (reply: FastifyReply): FastifyReply =>
  reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(stylesheet);
