import { useState, type Ref } from 'react';
import { Link } from 'wouter';
import type { Verdict } from '../../../client/reviewing.ts';
import type { ReviewedComment } from '../../../protocol/api/threads.ts';
import { useLiveWords } from '../session/now.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { exactTime, relativeTime } from '../words/time.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './CommentCard.module.css';
import { pathOf } from './place.ts';

export type CommentAct = Verdict | 'block';

interface CommentCardProps {
  comment: ReviewedComment;
  /** The thread is known from above. */
  ofThread: boolean;
  tabbable: boolean;
  articleRef: Ref<HTMLElement>;
  onAct: (comment: ReviewedComment, act: CommentAct) => void;
}

const heldWords: Record<NonNullable<ReviewedComment['held']>, WordId> = {
  links: 'heldLinks',
  no_proof: 'heldProof',
  blocked: 'heldBlocked',
};

/** Longer comments are shown in part at first. */
const LONG = 1200;

export const fullNameOf = ({ name, surname }: Pick<ReviewedComment, 'name' | 'surname'>): string =>
  surname === '' ? name : `${name} ${surname}`;

/** One comment as its reviewer sees it: who, where, what, and what can be done. */
export function CommentCard(props: CommentCardProps) {
  const { comment, ofThread, tabbable, articleRef, onAct } = props;
  const { thread, title, answers, email, at, editedAt } = comment;
  const name = fullNameOf(comment);
  const when = useLiveWords((now) => relativeTime(at, now));
  return (
    <article
      ref={articleRef}
      className={styles.card}
      aria-label={t('commentBy', { name })}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- one moves from comment to comment by arrow keys
      tabIndex={tabbable ? 0 : -1}
    >
      <Avatar person={{ account: '', username: email, displayName: name }} size={36} />
      <header className={styles.head}>
        <span className={styles.name} dir="auto">
          {name}
        </span>
        <span className={styles.email}>{email}</span>
        <time className={styles.time} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
          {when}
          {editedAt !== null && `, ${t('commentEdited')}`}
        </time>
      </header>
      <div className={styles.body}>
        {!ofThread && (
          <Link href={pathOf({ thread, state: comment.state })} className={styles.place}>
            {t('commentOn', { title: title === '' ? thread : title })}
          </Link>
        )}
        {answers !== '' && (
          <p className={styles.answers} dir="auto">
            {t('commentAnswers', { text: answers })}
          </p>
        )}
        <Message text={comment.message} />
        <Facts comment={comment} />
        <Actions comment={comment} onAct={onAct} />
      </div>
    </article>
  );
}

function Message({ text }: { text: string }) {
  const [whole, setWhole] = useState(text.length <= LONG);
  return (
    <>
      <p className={styles.message} dir="auto">
        {whole ? text : `${text.slice(0, LONG)}…`}
      </p>
      {!whole && (
        <Button look="quiet" onClick={() => setWhole(true)}>
          {t('showWholeComment')}
        </Button>
      )}
    </>
  );
}

function Facts({ comment: { held, approvedBefore, address } }: { comment: ReviewedComment }) {
  return (
    <ul className={styles.facts}>
      {held !== null && <li data-held="">{t(heldWords[held])}</li>}
      <li>{approvedBefore === 0 ? t('firstComment') : t('approvedBefore', { count: approvedBefore })}</li>
      {address !== null && <li>{address}</li>}
    </ul>
  );
}

const verdicts = ['approved', 'rejected', 'spam', 'pending'] as const;
const verdictWords: Record<(typeof verdicts)[number], WordId> = {
  approved: 'approve',
  rejected: 'reject',
  spam: 'spam',
  pending: 'backToPending',
};

function Actions({ comment, onAct }: Pick<CommentCardProps, 'comment' | 'onAct'>) {
  const offered = verdicts.filter((verdict) => verdict !== comment.state);
  return (
    <div className={styles.actions}>
      {offered.map((verdict) => (
        <Button key={verdict} look="quiet" onClick={() => onAct(comment, verdict)}>
          {verdict === 'approved' && <Icon name="check" size={16} />}
          {t(verdictWords[verdict])}
        </Button>
      ))}
      <span className={styles.apart}>
        <IconButton icon="shield" label={t('block')} onClick={() => onAct(comment, 'block')} />
        <IconButton icon="trash" label={t('deleteComment')} onClick={() => onAct(comment, 'deleted')} />
      </span>
    </div>
  );
}
