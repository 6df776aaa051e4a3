import { useCallback, useEffect, useState } from 'react';
import type { Outcome } from '../../../client/api.ts';
import type { Verdict } from '../../../client/reviewing.ts';
import type { CommentState, ReviewCounts, ReviewedComment } from '../../../protocol/api/threads.ts';
import { useClient, useClientState } from '../session/client.ts';
import type { Failed } from '../words/failures.ts';

/** What was done last, and can be taken back. */
export interface Judged {
  readonly comment: ReviewedComment;
  readonly verdict: Verdict;
}

type Listed = Outcome<{ comments: ReviewedComment[]; next: string | null; counts: ReviewCounts }>;

/**
 * Comments of one state, of all threads or of one, the newest first: as many pages as were asked for, and asked for again
 * when something new is in the inbox. Who is judged is gone from here at once.
 */
export function useQueue(state: CommentState, thread: string | null) {
  const client = useClient();
  const unread = useClientState((seen) => seen.unread);
  const [pages, setPages] = useState(1);
  const [asked, setAsked] = useState(0);
  const [found, setFound] = useState<(Listed & { ok: true }) | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<Failed | null>(null);
  const [judged, setJudged] = useState<Judged | null>(null);

  const ask = useCallback(async (): Promise<Listed> => {
    const all: ReviewedComment[] = [];
    let before: string | undefined;
    for (let page = 1; ; page += 1) {
      const outcome = await client.comments(state, {
        ...(thread !== null && { thread }),
        ...(before !== undefined && { before }),
      });
      if (!outcome.ok) return outcome;
      all.push(...outcome.comments);
      if (outcome.next === null || page === pages) return { ...outcome, comments: all };
      before = outcome.next;
    }
  }, [client, state, thread, pages]);

  useEffect(() => {
    let current = true;
    const fetch = async (): Promise<void> => {
      const outcome = await ask();
      if (!current) return;
      setFailed(outcome.ok ? null : outcome);
      if (!outcome.ok) return;
      setFound(outcome);
      setGone(new Set());
    };
    void fetch();
    return () => {
      current = false;
    };
  }, [ask, asked, unread]);

  const reload = useCallback(() => setAsked((times) => times + 1), []);
  const judge = async (comment: ReviewedComment, verdict: Verdict): Promise<boolean> => {
    setGone((before) => new Set([...before, comment.comment]));
    setFailed(null);
    const outcome = await client.judgeComments([comment.comment], verdict);
    if (outcome.ok) setJudged({ comment, verdict });
    else setFailed(outcome);
    reload();
    return outcome.ok;
  };

  return {
    /** Null: not here yet. */
    comments: found?.comments.filter(({ comment }) => !gone.has(comment)) ?? null,
    counts: found?.counts ?? null,
    more: found !== null && found.next !== null,
    failed,
    judged,
    judge,
    async undo(): Promise<void> {
      if (judged === null || judged.verdict === 'deleted') return;
      const outcome = await client.judgeComments([judged.comment.comment], judged.comment.state);
      if (outcome.ok) setJudged(null);
      else setFailed(outcome);
      reload();
    },
    showMore: () => setPages(pages + 1),
    reload,
  };
}

export type Queue = ReturnType<typeof useQueue>;
