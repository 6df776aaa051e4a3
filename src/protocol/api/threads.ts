import { z } from 'zod';
import { CommentId, SiteOrigin, Thread, ThreadKey, ThreadPolicy } from '../comments.ts';
import { Time, Username } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';

// Public threads as admins see them, who review what visitors write.

export const Site = z
  .object({
    site: SiteOrigin,
    /** Of the threads that its pages make by themselves; null: they make none. */
    policy: ThreadPolicy.nullable(),
    /** Of its pages there are so many threads. From `limits.threadsPerSite` on, its pages make no more. */
    threads: z.int().nonnegative(),
    createdAt: Time,
  })
  .meta({ id: 'Site' });
export type Site = z.infer<typeof Site>;

export const listSites = route({
  method: 'GET',
  path: '/api/v1/sites',
  access: 'admin',
  summary: 'The sites whose pages have threads of their own, in order of their names.',
  response: z.object({ sites: z.array(Site).max(limits.sites) }),
});

export const putSite = route({
  method: 'POST',
  path: '/api/v1/sites',
  access: 'admin',
  summary: 'Sets up a site, or changes it: its pages make threads by themselves, under their addresses.',
  body: z.strictObject({ site: SiteOrigin, policy: ThreadPolicy.nullable() }),
  response: Site,
});

export const removeSite = route({
  method: 'POST',
  path: '/api/v1/sites/remove',
  access: 'admin',
  summary: 'Its pages make no more threads. Those that are there stay.',
  body: z.strictObject({ site: SiteOrigin }),
});

/** A thread with what only admins see. */
export const OwnThread = z
  .object({
    ...Thread.shape,
    /** Sites that may show it and send to it; a page's own site always may. */
    sites: z.array(SiteOrigin).max(limits.sitesPerThread),
    /** Who answers a contact form; nobody for comments. */
    answerers: z.array(Username).max(limits.sealedRecipients),
    /** Comments that wait for review. */
    pending: z.int().nonnegative(),
    createdAt: Time,
  })
  .meta({ id: 'OwnThread' });
export type OwnThread = z.infer<typeof OwnThread>;

export const listThreads = route({
  method: 'GET',
  path: '/api/v1/threads',
  access: 'admin',
  summary: 'A page of the threads, in order of their keys, from the one after `after`.',
  query: z.strictObject({ after: ThreadKey.optional() }),
  response: z.object({
    threads: z.array(OwnThread).max(limits.threadsPage),
    next: ThreadKey.nullable(),
    /** Whether the switch `public-comments` is on: else nobody sees any of them. */
    on: z.boolean(),
  }),
});

const settings = z.strictObject({
  title: z.string().trim().max(limits.threadTitle),
  policy: ThreadPolicy,
  sites: z.array(SiteOrigin).max(limits.sitesPerThread),
  answerers: z.array(Username).max(limits.sealedRecipients),
});

export const createThread = route({
  method: 'POST',
  path: '/api/v1/threads',
  access: 'admin',
  summary: 'Makes a thread. A contact form needs somebody who answers.',
  body: settings.extend({ thread: ThreadKey, mode: Thread.shape.mode }),
  response: OwnThread,
});

export const changeThread = route({
  method: 'POST',
  path: '/api/v1/threads/change',
  access: 'admin',
  summary: 'Changes a thread. What is left out stays as it is.',
  body: settings.partial().extend({ thread: ThreadKey }),
  response: OwnThread,
});

export const removeThread = route({
  method: 'POST',
  path: '/api/v1/threads/remove',
  access: 'admin',
  summary: 'Removes a thread with everything in it, for ever.',
  body: z.strictObject({ thread: ThreadKey }),
});

export const CommentState = z.enum(['pending', 'approved', 'spam', 'rejected']).meta({ id: 'CommentState' });
export type CommentState = z.infer<typeof CommentState>;

/** A comment as its reviewers see it. */
export const ReviewedComment = z
  .object({
    comment: CommentId,
    thread: ThreadKey,
    title: z.string(),
    parent: CommentId.nullable(),
    /** What it answers, shortened; empty when that is gone. */
    answers: z.string(),
    name: z.string(),
    surname: z.string(),
    email: z.string(),
    message: z.string(),
    state: CommentState,
    /** Why it waits, apart from the thread's policy. */
    held: z.enum(['links', 'no_proof', 'blocked']).nullable(),
    /** Network address that it came from; null once it is forgotten. */
    address: z.string().nullable(),
    /** Comments from the same e-mail address that were approved before. */
    approvedBefore: z.int().nonnegative(),
    at: Time,
    editedAt: Time.nullable(),
  })
  .meta({ id: 'ReviewedComment' });
export type ReviewedComment = z.infer<typeof ReviewedComment>;

export const ReviewCounts = z
  .object({ pending: z.int().nonnegative(), approved: z.int().nonnegative(), spam: z.int().nonnegative() })
  .meta({ id: 'ReviewCounts' });
export type ReviewCounts = z.infer<typeof ReviewCounts>;

export const listComments = route({
  method: 'GET',
  path: '/api/v1/comments',
  access: 'admin',
  summary: 'A page of comments of one state, the newest first, from the one before `before`.',
  query: z.strictObject({ state: CommentState, thread: ThreadKey.optional(), before: CommentId.optional() }),
  response: z.object({
    comments: z.array(ReviewedComment).max(limits.commentsPage),
    next: CommentId.nullable(),
    counts: ReviewCounts,
  }),
});

export const judgeComments = route({
  method: 'POST',
  path: '/api/v1/comments/judge',
  access: 'admin',
  summary:
    'Approves comments, rejects them, calls them spam, puts them back to wait, or deletes them for ever. Those ' +
    'that are gone are passed over.',
  body: z.strictObject({
    comments: z.array(CommentId).min(1).max(limits.commentsPage),
    verdict: z.enum([...CommentState.options, 'deleted']),
  }),
  response: ReviewCounts,
});

/** What is not wanted: words in a comment, an e-mail address or all of a domain (`@example.org`), a network address. */
export const Block = z
  .object({
    kind: z.enum(['word', 'email', 'address']),
    value: z.string().trim().toLowerCase().min(1).max(limits.blockValue),
  })
  .meta({ id: 'Block' });
export type Block = z.infer<typeof Block>;

export const listBlocks = route({
  method: 'GET',
  path: '/api/v1/comments/blocks',
  access: 'admin',
  summary: 'What makes a comment wait or be refused, the newest first.',
  response: z.object({ blocks: z.array(Block).max(limits.blocks) }),
});

export const addBlock = route({
  method: 'POST',
  path: '/api/v1/comments/blocks',
  access: 'admin',
  summary: 'Blocks a word or an address.',
  body: Block,
});

export const removeBlock = route({
  method: 'POST',
  path: '/api/v1/comments/blocks/remove',
  access: 'admin',
  summary: 'Blocks it no more.',
  body: Block,
});

export const exportThread = route({
  method: 'GET',
  path: '/api/v1/threads/export',
  access: 'admin',
  summary: 'All comments of a thread, the oldest first, with what only reviewers see.',
  query: z.strictObject({ thread: ThreadKey }),
  lines: ReviewedComment,
});
