import { ThreadKey, type CommentOrder, type ThreadPage } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Clock, CommentStore, StoredComment, StoredThread, ThreadDraft, ThreadStore } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { Switches } from '../switches.ts';
import type { FormTokens } from './formToken.ts';
import { isAuthor, seenBy, threadOf } from './visible.ts';

interface Given {
  readonly threads: Pick<ThreadStore, 'byKey' | 'site'>;
  readonly comments: Pick<CommentStore, 'shown'>;
  readonly switches: Switches;
  readonly tokens: FormTokens;
  readonly clock: Clock;
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
      const policy = stored?.policy ?? (site === null ? null : (await threads.site(site))?.policy);
      if (!policy) throw new Refusal('not_found');
      const draft = { thread: key, title: '', policy, sites: [], answerers: [], at: clock.now() };
      return { stored: stored ?? null, draft: { ...draft, mode: stored?.mode ?? 'comments' } };
    },

    /** A page of it. @param author who asks, if they have written here. @throws Refusal invalid: no such `after` */
    async page(
      { stored, draft }: PublicThread,
      { order, after }: { readonly order: CommentOrder; readonly after?: string | undefined },
      author: Uint8Array | null,
    ): Promise<ThreadPage> {
      const { comments: shown, next } = stored ? await pageOf(stored, order, after, author) : EMPTY;
      const { thread, title, mode, policy } = draft;
      const about = stored ? threadOf(stored) : { thread, title, mode, policy, count: 0 };
      const now = clock.now();
      return {
        ...about,
        order,
        comments: shown.map((comment) => seenBy(isAuthor(comment, author), comment, now)),
        next,
        form: about.policy === 'closed' ? null : tokens.issue(thread),
      };
    },
  };

  async function pageOf(
    thread: StoredThread,
    order: CommentOrder,
    after: string | undefined,
    author: Uint8Array | null,
  ) {
    const [limit, answers] = [limits.topCommentsPage, limits.answersShown];
    const asked = { order, after: after ?? null, limit: limit + 1, answers, author };
    const found = await comments.shown(thread.no, asked);
    if (!found) throw new Refusal('invalid', { field: 'after' });
    return fitting(found.top, found.answers, limit);
  }
}

const EMPTY = { comments: [], next: null };
/** A page ends with the comment that brings it to so many UTF-16 units, all of its answers included. */
const LONGEST_PAGE = 512 * 1024;

/** Comments with all that belongs to each, as many as a page holds. */
function fitting(top: readonly StoredComment[], answers: readonly StoredComment[], limit: number) {
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
  return { comments: page.flat(), next: page.length < top.length && last ? last.comment : null };
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
