import type { Block, CommentState, ReviewCounts, ReviewedComment } from '../../../protocol/api/threads.ts';
import type { AuditAct } from '../../../protocol/auditActs.ts';
import { limits } from '../../../protocol/limits.ts';
import { actorOf, type Actor } from '../actor.ts';
import { audited } from '../audited.ts';
import type { Clock, CommentInReview, CommentStore, ThreadNo } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { AdminSession } from '../sessions.ts';
import type { Notices } from './notices.ts';
import type { Threads } from './threads.ts';

interface Given {
  readonly comments: CommentStore;
  readonly notices: Notices;
  readonly threads: Pick<Threads, 'numberOf'>;
  readonly rates: Rates;
  readonly clock: Clock;
}

interface ReviewPage {
  readonly comments: ReviewedComment[];
  readonly next: string | null;
  readonly counts: ReviewCounts;
}

const STEP = 200;

export type Review = ReturnType<typeof createReview>;

/** What admins see of comments and say of them. */
export function createReview({ comments, notices, threads, rates, clock }: Given) {
  const spend = (session: AdminSession, name: 'account: read' | 'account: send'): void => {
    rates.spend(name, session.account.no);
  };
  const audit = ({ account }: AdminSession, what: AuditAct, subject: string, from: string) =>
    audited(clock, account.username, what, subject, from);

  async function* all(thread: ThreadNo): AsyncGenerator<ReviewedComment[]> {
    for (let after: string | null = null; ;) {
      const some: CommentInReview[] = (await comments.pageOf(thread, { after, limit: STEP })) ?? [];
      yield some.flatMap(reviewedOf);
      if (some.length < STEP) return;
      after = some.at(-1)?.comment ?? null;
    }
  }

  const judge = async (chosen: readonly string[], verdict: CommentState | 'deleted', { who, from }: Actor) => {
    const subject = chosen.length === 1 ? (chosen[0] ?? '') : `${chosen.length} comments`;
    notices.tell(await comments.judge(chosen, verdict, audited(clock, who, `comment ${verdict}`, subject, from)));
    return comments.counts();
  };

  return {
    /** By the command on the server's machine. */
    byCommand: {
      /** @throws Refusal not_found */
      async judge(comment: string, verdict: CommentState | 'deleted', actor: Actor) {
        if (!(await comments.one(comment))) throw new Refusal('not_found', { field: 'comment' });
        return judge([comment], verdict, actor);
      },
      async waiting(): Promise<ReviewedComment[]> {
        const page = { state: 'pending', thread: null, before: null, limit: limits.commentsPage } as const;
        return ((await comments.inReview(page)) ?? []).flatMap(reviewedOf);
      },
    },

    /** @throws Refusal not_found: no such thread; invalid: no such `before` */
    async list(
      session: AdminSession,
      asked: {
        readonly state: CommentState;
        readonly thread?: string | undefined;
        readonly before?: string | undefined;
      },
    ): Promise<ReviewPage> {
      spend(session, 'account: read');
      const thread = asked.thread === undefined ? null : await threads.numberOf(asked.thread);
      const page = { state: asked.state, thread, before: asked.before ?? null, limit: limits.commentsPage + 1 };
      const found = await comments.inReview(page);
      if (!found) throw new Refusal('invalid', { field: 'before' });
      const some = found.slice(0, limits.commentsPage);
      const next = found.length > some.length ? (some.at(-1)?.comment ?? null) : null;
      return { comments: some.flatMap(reviewedOf), next, counts: await comments.counts() };
    },

    async judge(
      session: AdminSession,
      chosen: readonly string[],
      verdict: CommentState | 'deleted',
      from: string,
    ): Promise<ReviewCounts> {
      spend(session, 'account: send');
      return judge(chosen, verdict, actorOf(session, from));
    },

    async blocks(session: AdminSession): Promise<{ blocks: Block[] }> {
      spend(session, 'account: read');
      return { blocks: await comments.blocks() };
    },

    /** @throws Refusal too_large: there are so many already */
    async block(session: AdminSession, block: Block, from: string): Promise<void> {
      spend(session, 'account: send');
      const done = await comments.addBlock(
        block,
        clock.now(),
        limits.blocks,
        audit(session, 'block', subjectOf(block), from),
      );
      if (!done) throw new Refusal('too_large');
    },

    /** @throws Refusal not_found */
    async unblock(session: AdminSession, block: Block, from: string): Promise<void> {
      spend(session, 'account: send');
      if (!(await comments.removeBlock(block, audit(session, 'unblock', subjectOf(block), from))))
        throw new Refusal('not_found');
    },

    /** @throws Refusal not_found */
    async export(session: AdminSession, thread: string): Promise<AsyncGenerator<ReviewedComment[]>> {
      spend(session, 'account: read');
      return all(await threads.numberOf(thread));
    },
  };
}

/** No content in the audit log: neither words nor whose address it was. */
const subjectOf = ({ kind }: Block): string => kind;

/** Of one whose words are there. */
function reviewedOf({ state, key, author: _, ...comment }: CommentInReview): ReviewedComment[] {
  return state === 'deleted' ? [] : [{ ...comment, state, thread: key }];
}
