import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ReviewedComment } from '../../../protocol/api/threads.ts';
import { useSearch } from 'wouter';
import { useScrollPlace } from '../session/useScrollPlace.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { BlockSheet } from './BlockSheet.tsx';
import { CommentCard, type CommentAct } from './CommentCard.tsx';
import styles from './CommentList.module.css';
import { DeleteComment } from './DeleteComment.tsx';
import type { Queue } from './useQueue.ts';

interface CommentListProps {
  queue: Queue;
  comments: readonly ReviewedComment[];
  ofThread: boolean;
}

const acts: Readonly<Record<string, CommentAct>> = {
  a: 'approved',
  r: 'rejected',
  s: 'spam',
  b: 'block',
  Delete: 'deleted',
};

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

type Asked = { act: 'block' | 'deleted'; comment: ReviewedComment };

/** One comment after the other: the keys act on the one that has the focus, and the next one gets it. */
export function CommentList({ queue, comments, ofThread }: CommentListProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [at, setAt] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useScrollPlace(scroller, `/comments${useSearch()}`);
  const articles = useRef(new Map<string, HTMLElement>());
  /** The comment that gets the focus once it is there. */
  const next = useRef<string | null>(null);
  const place = Math.max(
    0,
    comments.findIndex(({ comment }) => comment === at),
  );

  const judge = (comment: ReviewedComment, verdict: Exclude<CommentAct, 'block'>): void => {
    const index = comments.indexOf(comment);
    next.current = (comments[index + 1] ?? comments[index - 1])?.comment ?? null;
    if (next.current === null) document.querySelector<HTMLElement>('#queue-heading')?.focus();
    void queue.judge(comment, verdict);
  };
  useEffect(() => {
    if (next.current === null) return;
    articles.current.get(next.current)?.focus();
    next.current = null;
  }, [comments]);

  const act = (comment: ReviewedComment, what: CommentAct): void => {
    if (what === 'block' || what === 'deleted') setAsked({ act: what, comment });
    else if (what !== comment.state) judge(comment, what);
  };
  const move = (comment: ReviewedComment, step: number): void => {
    const to = comments[comments.indexOf(comment) + step];
    if (to) articles.current.get(to.comment)?.focus();
  };
  const commentWith = (target: EventTarget): ReviewedComment | undefined =>
    comments.find(({ comment }) => target instanceof Node && articles.current.get(comment)?.contains(target));
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const comment = commentWith(event.target);
    if (comment === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    const what = acts[event.key];
    if (step !== undefined) move(comment, step);
    else if (what !== undefined) act(comment, what);
    else if (event.key === 'u') void queue.undo();
    else return;
    event.preventDefault();
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <p className={styles.keys}>{t('commentKeys')}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the comments in it, each of which takes the focus */}
      <ul
        aria-label={t('comments')}
        onKeyDown={press}
        onFocus={({ target }) => setAt(commentWith(target)?.comment ?? at)}
      >
        {comments.map((comment, index) => (
          <li key={comment.comment} className={styles.item}>
            <CommentCard
              comment={comment}
              ofThread={ofThread}
              tabbable={index === place}
              articleRef={(element) => {
                if (element) articles.current.set(comment.comment, element);
                else articles.current.delete(comment.comment);
              }}
              onAct={act}
            />
          </li>
        ))}
      </ul>
      {queue.more && (
        <div className={styles.more}>
          <Button look="quiet" onClick={queue.showMore}>
            {t('moreComments')}
          </Button>
        </div>
      )}
      {asked?.act === 'deleted' && (
        <DeleteComment
          onClose={() => setAsked(null)}
          onDelete={() => {
            setAsked(null);
            judge(asked.comment, 'deleted');
          }}
        />
      )}
      {asked?.act === 'block' && (
        <BlockSheet
          comment={asked.comment}
          onClose={() => setAsked(null)}
          onBlocked={() => {
            setAsked(null);
            judge(asked.comment, 'spam');
          }}
        />
      )}
    </div>
  );
}
