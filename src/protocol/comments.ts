import { z } from 'zod';
import { Time } from './ids.ts';
import { limits } from './limits.ts';

// What visitors of a website see of a thread and send to it, without an account.

/** A name that an admin gave, or the address of the page that the thread belongs to. */
export const ThreadKey = z
  .string()
  .max(limits.threadKey)
  .refine((key) => isThreadName(key) || isPageAddress(key), {
    error: 'a name of lower-case letters, digits, dots, dashes and underscores, or the address of a page',
  })
  .meta({ id: 'ThreadKey' });
export type ThreadKey = z.infer<typeof ThreadKey>;

const isThreadName = (key: string): boolean => /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(key);

/** Written as browsers write it, without a fragment. */
function isPageAddress(key: string): boolean {
  if (!URL.canParse(key)) return false;
  const { href, protocol, username, hash } = new URL(key);
  return href === key && /^https?:$/.test(protocol) && username === '' && hash === '' && !key.endsWith('#');
}

/** Of a site that may show threads and send to them. */
export const SiteOrigin = z
  .string()
  .max(limits.threadKey)
  .refine((text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text, {
    error: 'an origin like https://example.org',
  })
  .meta({ id: 'SiteOrigin' });

/** Open: what comes with a proof of work is shown at once. Approval: nothing before somebody said so. Closed: nothing comes. */
export const ThreadPolicy = z.enum(['open', 'approval', 'closed']).meta({ id: 'ThreadPolicy' });
export type ThreadPolicy = z.infer<typeof ThreadPolicy>;

export const CommentId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .meta({ id: 'CommentId' });

/** A comment as everybody sees it. */
export const Comment = z
  .object({
    comment: CommentId,
    /** The comment that it answers, at most three deep. */
    parent: CommentId.nullable(),
    /** Name and surname; empty when it was taken away. */
    name: z.string(),
    /** As it was written; empty when it was taken away and only its answers are left. */
    message: z.string(),
    at: Time,
    editedAt: Time.nullable(),
    /** Written from this browser, which may change it until then; null: it may not. */
    editableUntil: Time.nullable(),
    /** Only its author sees it so far. */
    waiting: z.boolean(),
  })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

export const CommentOrder = z.enum(['oldest', 'newest']).meta({ id: 'CommentOrder' });
export type CommentOrder = z.infer<typeof CommentOrder>;

/** What a form needs that writes to the thread. */
export const FormToken = z.object({
  /** Signed by the server: this thread, this moment. Good for a day and for one comment. */
  token: z.string().max(limits.formToken),
  /** A proof of work is a number that makes SHA-256 of `token`, a colon and its decimal digits begin with so many zero bits. */
  bits: z.int().min(0).max(32),
});
export type FormToken = z.infer<typeof FormToken>;

export const Thread = z
  .object({
    thread: ThreadKey,
    title: z.string(),
    mode: z.enum(['comments', 'contact']),
    policy: ThreadPolicy,
    /** Comments that are shown. */
    count: z.int().nonnegative(),
  })
  .meta({ id: 'Thread' });
export type Thread = z.infer<typeof Thread>;

/** Of the answers to a comment some are on another page. */
export const MoreAnswers = z
  .object({
    /** Of this page, and answers none. */
    comment: CommentId,
    /** How many. */
    answers: z.int().positive(),
    /** They come after this one. */
    after: CommentId,
  })
  .meta({ id: 'MoreAnswers' });
export type MoreAnswers = z.infer<typeof MoreAnswers>;

/** A page of a thread: comments that answer none, each with the first answers to it in order of time. */
export const ThreadPage = z
  .object({
    ...Thread.shape,
    order: CommentOrder,
    comments: z.array(Comment),
    /** The `after` of the page that follows; null: this was the last. */
    next: CommentId.nullable(),
    /** Where not all the answers are here. */
    more: z.array(MoreAnswers),
    /** Null while the thread is closed. */
    form: FormToken.nullable(),
  })
  .meta({ id: 'ThreadPage' });
export type ThreadPage = z.infer<typeof ThreadPage>;

/** As it comes; everything is trimmed and normalised before it is looked at, and a form's missing field is an empty one. */
export const Submission = z
  .object({
    name: z.string().default(''),
    surname: z.string().default(''),
    email: z.string().default(''),
    message: z.string().default(''),
    /** Nobody sees this field; whoever fills it is told that all is well, and nothing is kept. */
    website: z.string().default(''),
    parent: CommentId.or(z.literal('')).default(''),
    token: z.string().max(limits.formToken).default(''),
    proof: z
      .string()
      .regex(/^[0-9]{0,16}$/)
      .default(''),
  })
  .meta({ id: 'Submission' });
export type Submission = z.infer<typeof Submission>;

export const fieldNames = ['name', 'surname', 'email', 'message'] as const;
export type FieldName = (typeof fieldNames)[number];
/** What is wrong with a field, in the words of code. */
export const FieldProblem = z.enum(['required', 'too_long', 'not_an_address', 'not_text']).meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof FieldProblem>;
export type FieldProblems = Partial<Record<FieldName, FieldProblem>>;

/** The author takes words back, or puts others in their place, from the same browser. */
export const AuthorAct = z
  .discriminatedUnion('act', [
    z.object({ act: z.literal('edit'), message: z.string() }),
    z.object({ act: z.literal('delete') }),
  ])
  .meta({ id: 'AuthorAct' });
export type AuthorAct = z.infer<typeof AuthorAct>;
