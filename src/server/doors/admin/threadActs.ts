import { z } from 'zod';
import { CommentState } from '../../../protocol/api/threads.ts';
import { problemOf, sanitiseText } from '../../../protocol/commentFields.ts';
import { CommentId, SiteOrigin, ThreadKey, ThreadPolicy, type FieldName } from '../../../protocol/comments.ts';
import { Time, Username } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Bringing } from '../../core/threads/bringing.ts';
import type { Review } from '../../core/threads/review.ts';
import type { Threads } from '../../core/threads/threads.ts';
import { ACTOR } from './actor.ts';

/** A field as `sanitise` leaves it, and with nothing wrong in it; of those from elsewhere an address may be missing. */
const field = (name: FieldName) =>
  z.string().refine((text) => {
    const clean = sanitiseText(text, name === 'message' ? 'many' : 'one') === text;
    return clean && ((name === 'email' && text === '') || problemOf(name, text) === null);
  });

const Imported = z.strictObject({
  comment: CommentId,
  parent: CommentId.nullable(),
  name: field('name'),
  surname: field('surname'),
  email: field('email'),
  message: field('message'),
  at: Time,
  state: CommentState,
});

/** What an admin may ask of public threads. */
export const ThreadRequest = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  /** Makes it, or changes what is named of one that is there. */
  z.strictObject({
    act: z.literal('thread'),
    thread: ThreadKey,
    title: z.string().trim().max(limits.threadTitle).optional(),
    policy: ThreadPolicy.optional(),
    sites: z.array(SiteOrigin).max(limits.sitesPerThread).optional(),
    /** Those who answer a contact form: with them it is one. */
    answerers: z.array(Username).max(limits.sealedRecipients).optional(),
  }),
  z.strictObject({ act: z.literal('site'), site: SiteOrigin, policy: ThreadPolicy.nullable() }),
  z.strictObject({ act: z.literal('comments') }),
  z.strictObject({
    act: z.literal('judge'),
    comment: CommentId,
    verdict: z.enum([...CommentState.options, 'deleted']),
  }),
  z.strictObject({
    act: z.literal('import'),
    thread: ThreadKey,
    title: z.string().max(limits.threadTitle),
    comments: z.array(Imported).min(1).max(limits.importBatch),
  }),
  z.strictObject({ act: z.literal('rotate') }),
]);
export type ThreadRequest = z.infer<typeof ThreadRequest>;

export interface OfThreads {
  readonly threads: Pick<Threads, 'byCommand'>;
  readonly review: Pick<Review, 'byCommand'>;
  readonly bring: Bringing;
  readonly rotateCookieSecret: (actor: Actor) => Promise<void>;
}

export async function threadAct(request: ThreadRequest, given: OfThreads): Promise<unknown> {
  const { byCommand } = given.threads;
  switch (request.act) {
    case 'list':
      return { sites: await byCommand.sites(), threads: await allThreads(byCommand) };
    case 'thread':
      return makeOrChange(request, byCommand);
    case 'site':
      return byCommand.putSite(request.site, request.policy, ACTOR);
    case 'comments':
      return given.review.byCommand.waiting();
    case 'judge':
      return given.review.byCommand.judge(request.comment, request.verdict, ACTOR);
    case 'import':
      return { brought: await given.bring(request, ACTOR) };
    case 'rotate':
      await given.rotateCookieSecret(ACTOR);
      return { rotated: true };
  }
}

async function makeOrChange(request: Extract<ThreadRequest, { act: 'thread' }>, byCommand: Threads['byCommand']) {
  const { thread, title, policy, sites, answerers } = request;
  try {
    return await byCommand.change(thread, { title, policy, sites, answerers }, ACTOR);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  }
  const mode = answerers === undefined ? 'comments' : 'contact';
  const made = { title: title ?? '', policy: policy ?? 'approval', sites: sites ?? [], answerers: answerers ?? [] };
  return byCommand.create({ thread, mode, ...made }, ACTOR);
}

async function allThreads(byCommand: Threads['byCommand']): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let after: string | undefined; ;) {
    const { threads, next } = await byCommand.page(after);
    all.push(...threads);
    if (next === null) return all;
    after = next;
  }
}

/** One line that says what to do. */
export function sentenceForThread(request: ThreadRequest, error: Refusal): string {
  if (error.code === 'invalid' && request.act === 'thread') return `there is no user ${error.field}`;
  if (error.code === 'forbidden' && request.act === 'thread')
    return `${request.thread} has comments and cannot become a contact form: give the form another name`;
  if (error.code === 'too_large') return 'there are as many sites as there may be';
  if (request.act === 'judge') return `there is no comment ${request.comment}`;
  if (request.act === 'import') return `${request.thread} is a contact form`;
  return `refused: ${error.code}`;
}
