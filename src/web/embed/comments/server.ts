import type {
  AuthorAct,
  Comment,
  CommentOrder,
  FieldProblems,
  FormToken,
  Submission,
  ThreadPage,
} from '../../../protocol/comments.ts';

/** What comes of a request: what was asked for, or why not. */
export type Answer<T> =
  | { readonly is: 'here'; readonly value: T }
  /** There is no such thread, or comments are off. */
  | { readonly is: 'gone' }
  /** Something is wrong with these fields. */
  | { readonly is: 'wrong'; readonly fields: FieldProblems }
  | { readonly is: 'busy' | 'refused' | 'unreachable' };

export interface ThreadServer {
  /** @param asked `answers`: only the answers to that comment */
  page(asked: {
    readonly order: CommentOrder | null;
    readonly after: string | null;
    readonly answers?: string;
  }): Promise<Answer<ThreadPage>>;
  write(submission: Submission): Promise<Answer<Comment>>;
  /** Null: it is deleted. */
  change(comment: string, act: AuthorAct): Promise<Answer<Comment | null>>;
}

const takes = { accept: 'application/json' };

/** One thread at a server of another origin. */
export function createThreadServer(server: string, thread: string): ThreadServer {
  const address = `${server}/public/${encodeURIComponent(thread)}`;
  return {
    page({ order, after, answers }) {
      const asked = { ...(order && { order }), ...(after && { after }), ...(answers && { answers }) };
      const query = new URLSearchParams(asked).toString();
      return ask(query ? `${address}?${query}` : address, { headers: takes }, isThreadPage);
    },
    write: (submission) => ask(address, posted(submission), isComment),
    change: (comment, act) => ask(`${address}/${comment}`, posted(act), isCommentOrNothing),
  };
}

function posted(body: object): RequestInit {
  return { method: 'POST', headers: { ...takes, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function ask<T>(
  address: string,
  init: RequestInit,
  isExpected: (body: unknown) => body is T,
): Promise<Answer<T>> {
  try {
    const signal = AbortSignal.timeout(20_000);
    const response = await fetch(address, { ...init, signal, credentials: 'include' });
    const body: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return isExpected(body) ? { is: 'here', value: body } : { is: 'unreachable' };
    return refusalOf(response.status, body);
  } catch {
    return { is: 'unreachable' };
  }
}

function refusalOf(status: number, body: unknown): Answer<never> {
  if (status === 404) return { is: 'gone' };
  if (status === 429) return { is: 'busy' };
  if (status === 422 && isObject(body) && isObject(body['fields'])) return { is: 'wrong', fields: body['fields'] };
  return { is: status < 500 ? 'refused' : 'unreachable' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isThreadPage(body: unknown): body is ThreadPage {
  return (
    isObject(body) &&
    typeof body['count'] === 'number' &&
    isText(body['policy']) &&
    Array.isArray(body['comments']) &&
    body['comments'].every(isComment) &&
    Array.isArray(body['more']) &&
    (body['form'] === null || isFormToken(body['form']))
  );
}

function isFormToken(value: unknown): value is FormToken {
  return isObject(value) && isText(value['token']) && typeof value['bits'] === 'number';
}

function isComment(value: unknown): value is Comment {
  return (
    isObject(value) &&
    isText(value['comment']) &&
    isText(value['name']) &&
    isText(value['message']) &&
    typeof value['at'] === 'number'
  );
}

function isCommentOrNothing(value: unknown): value is Comment | null {
  return value === null || isComment(value);
}
