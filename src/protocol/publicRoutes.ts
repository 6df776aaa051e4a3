import { z } from 'zod';
import {
  AuthorAct,
  Comment,
  CommentId,
  CommentOrder,
  FieldProblem,
  fieldNames,
  Submission,
  ThreadPage,
} from './comments.ts';
import { ContactPage, ContactRecipients, ContactSubmission, VisitorLine } from './contact.ts';
import { ConversationId, Seq } from './ids.ts';

// What visitors of a website ask for, without an account: for everybody, with a cookie of its own for authors.

/** The answer 422: a problem for each field that is wrong. */
export const InvalidSubmission = z
  .object({ code: z.literal('invalid'), fields: z.partialRecord(z.enum(fieldNames), FieldProblem) })
  .meta({ id: 'InvalidSubmission' });
export type InvalidSubmission = z.infer<typeof InvalidSubmission>;

export interface PublicRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:thread` is one segment, percent-encoded. */
  readonly path: `/public/${string}` | `/contact/${string}`;
  readonly summary: string;
  readonly query?: z.ZodType;
  /** Sent as JSON. */
  readonly body?: z.ZodType;
  /** Or as a form, which gets the page back. */
  readonly form?: true;
  /** Where nothing is left to answer with: 204. */
  readonly response?: z.ZodType;
  readonly status: 200 | 201 | 204;
  /** When that is asked for, nothing is left to answer with: 204. */
  readonly deletes?: true;
  /** It wants the token of a private link, as `Authorization: Bearer`. */
  readonly token?: true;
  /** Of an answer that is no JSON. */
  readonly type?: string;
}

export const publicRoutes = {
  getThread: {
    method: 'GET',
    path: '/public/:thread',
    summary: 'A page of a thread: as JSON for who accepts that, else as a page with the form.',
    query: z.object({
      order: CommentOrder.default('oldest'),
      after: CommentId.optional(),
      /** A comment that answers none: the page has it alone, with the answers to it, those after `after`. */
      answers: CommentId.optional(),
    }),
    response: ThreadPage,
    status: 200,
  },
  getFeed: {
    method: 'GET',
    path: '/public/:thread/feed',
    summary: 'The newest comments of a thread, as an Atom feed.',
    status: 200,
    type: 'application/atom+xml',
  },
  submitComment: {
    method: 'POST',
    path: '/public/:thread',
    summary: 'Writes a comment. A form gets the page back; what is wrong with fields is 422, as a page or as JSON.',
    body: Submission,
    form: true,
    response: Comment,
    status: 201,
  },
  actOnComment: {
    method: 'POST',
    path: '/public/:thread/:comment',
    summary:
      'Its author changes a comment (`edit`) or takes it back (`delete`: 204), from the same browser, as long as that may be.',
    body: AuthorAct,
    form: true,
    response: Comment,
    status: 200,
    deletes: true,
  },
  listContactRecipients: {
    method: 'GET',
    path: '/public/:thread/recipients',
    summary: 'To whom a contact form is sealed.',
    response: ContactRecipients,
    status: 200,
  },
  beginContact: {
    method: 'POST',
    path: '/public/:thread/contact',
    summary: 'Begins a conversation, sealed in the browser. JSON only.',
    body: ContactSubmission,
    response: z.object({ conversation: ConversationId }),
    status: 201,
  },
  readContact: {
    method: 'GET',
    path: '/contact/:conversation/entries',
    summary: 'A page of the conversation behind a private link, from the line after `after`.',
    query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0) }),
    response: ContactPage,
    status: 200,
    token: true,
  },
  writeInContact: {
    method: 'POST',
    path: '/contact/:conversation/entries',
    summary: 'The visitor writes again.',
    body: VisitorLine,
    response: z.object({ seq: Seq }),
    status: 200,
    token: true,
  },
  endContact: {
    method: 'DELETE',
    path: '/contact/:conversation',
    summary: 'Ends the private link: it reads nothing more.',
    status: 204,
    token: true,
  },
} as const satisfies Record<string, PublicRoute>;
