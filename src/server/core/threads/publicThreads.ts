import { ThreadKey, type CommentOrder, type ThreadPage, type ThreadPolicy } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import type {
  Clock,
  CommentStore,
  StoredComment,
  StoredSite,
  StoredThread,
  ThreadDraft,
  ThreadStore,
} from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Switches } from '../switches.ts';
import type { FormTokens } from './formToken.ts';
import { isAuthor, seenBy, threadOf } from './visible.ts';

interface Given {
  readonly threads: Pick<ThreadStore, 'byKey' | 'site'>;
  readonly comments: Pick<CommentStore, 'shown' | 'answers'>;
  readonly switches: Pick<Switches, 'on'>;
  readonly tokens: Pick<FormTokens, 'issue'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A thread that visitors may see. */
export interface PublicThread {
  /** Null: its page may have one, and the first comment makes it from `draft`. */
  readonly stored: StoredThread | null;
  readonly draft: ThreadDraft;
}

export type PublicThreads = ReturnType<typeof createPublicThreads>;

/** Threads as visitors see them. */
export function createPublicThreads({ threads, comments, switches, tokens, clock }: Given) {
  return {
    /** @throws Refusal not_found: also while the switch is off, and for what is no key of a thread at all */
    async find(key: string): Promise<PublicThread> {
      if (!switches.on('public-comments') || !ThreadKey.safeParse(key).success) throw new Refusal('not_found');
      const stored = await threads.byKey(key);
      const site = siteOf(key);
      const policy = stored?.policy ?? (site === null ? null : policyOf(await threads.site(site)));
      if (!policy) throw new Refusal('not_found');
      const draft = { thread: key, title: '', policy, sites: [], answerers: [], at: clock.now() };
      return { stored: stored ?? null, draft: { ...draft, mode: stored?.mode ?? 'comments' } };
    },

    /** A page of it. @param author who asks, if they have written here. @throws Refusal invalid: no such `after` or `answers` */
    async page({ stored, draft }: PublicThread, asked: Asked, author: Uint8Array | null): Promise<ThreadPage> {
      const { comments: shown, next, more } = stored ? await pageOf(stored, asked, author) : EMPTY;
      const { thread, title, mode, policy } = draft;
      const about = stored ? threadOf(stored) : { thread, title, mode, policy, count: 0 };
      const now = clock.now();
      return {
        ...about,
        order: asked.order,
        comments: shown.map((comment) => seenBy(isAuthor(comment, author), comment, now)),
        next,
        more,
        form: about.policy === 'closed' ? null : tokens.issue(thread),
      };
    },
  };

  async function pageOf(
    { no }: StoredThread,
    { order, after: from, answers }: Asked,
    author: Uint8Array | null,
  ): Promise<Pieces> {
    const [limit, most] = [limits.topCommentsPage, limits.answersShown];
    const after = from ?? null;
    if (answers === undefined) {
      const found = await comments.shown(no, { order, after, limit: limit + 1, answers: most, author });
      if (!found) throw new Refusal('invalid', { field: 'after' });
      return fitting(found, limit);
    }
    const found = await comments.answers(no, { comment: answers, after, limit: most, author });
    if (!found) throw new Refusal('invalid', { field: 'answers' });
    return { comments: [found.top, ...found.answers], next: null, more: found.more };
  }
}

/** Of the threads that a site's pages make; when there are as many as there may be, no more. */
function policyOf(site: StoredSite | undefined): ThreadPolicy | null {
  if (!site?.policy) return null;
  return site.threads >= limits.threadsPerSite ? 'closed' : site.policy;
}

interface Asked {
  readonly order: CommentOrder;
  readonly after?: string | undefined;
  /** Only that comment, with the answers to it. */
  readonly answers?: string | undefined;
}

interface Pieces extends Pick<ThreadPage, 'next' | 'more'> {
  readonly comments: readonly StoredComment[];
}

const EMPTY: Pieces = { comments: [], next: null, more: [] };
/** A page ends with the comment that brings it to so many UTF-16 units, all of its answers included. */
const LONGEST_PAGE = 512 * 1024;

type Found = NonNullable<Awaited<ReturnType<CommentStore['shown']>>>;

/** Comments with all that belongs to each, as many as a page holds. */
function fitting({ top, answers, more }: Found, limit: number): Pieces {
  const below = byRoot(answers);
  const page: StoredComment[][] = [];
  let length = 0;
  for (const comment of top.slice(0, limit)) {
    const whole = [comment, ...(below.get(comment.comment) ?? [])];
    page.push(whole);
    length += whole.reduce((sum, { message }) => sum + message.length, 0);
    if (length >= LONGEST_PAGE) break;
  }
  const last = page.at(-1)?.[0];
  const here = new Set(page.map(([first]) => first?.comment));
  const next = page.length < top.length && last ? last.comment : null;
  return { comments: page.flat(), next, more: more.filter(({ comment }) => here.has(comment)) };
}

/** Answers by the comment that began all of it; without those whose way there is not on the page. */
function byRoot(answers: readonly StoredComment[]): ReadonlyMap<string, readonly StoredComment[]> {
  const parents = new Map(answers.map(({ comment, parent }) => [comment, parent]));
  const rootOf = (comment: string): string => {
    const above = parents.get(comment);
    return above ? rootOf(above) : comment;
  };
  return Map.groupBy(answers, ({ comment }) => rootOf(comment));
}

/** The site of a page's address; null: it is a name. */
export function siteOf(key: string): string | null {
  return /^https?:/.test(key) ? new URL(key).origin : null;
}
