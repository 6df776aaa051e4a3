import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { OwnThread } from '../../../protocol/api/threads.ts';
import header from '../conversation/ConversationHeader.module.css';
import pane from '../conversation/ConversationPane.module.css';
import { goBackTo } from '../session/location.ts';
import { Blank } from '../ui/Blank.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { failureWords } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import { CommentList } from './CommentList.tsx';
import { pathOf, states, type QueuePlace } from './place.ts';
import styles from './QueuePane.module.css';
import { ThreadSheet } from './ThreadSheet.tsx';
import { useQueue, type Judged, type Queue } from './useQueue.ts';

export const stateWords = {
  pending: 'statePending',
  approved: 'stateApproved',
  spam: 'stateSpam',
  rejected: 'stateRejected',
} as const satisfies Record<(typeof states)[number], WordId>;

interface QueuePaneProps {
  place: QueuePlace;
  /** Null: comments of all threads. */
  thread: OwnThread | null;
  onThreadChanged: () => void;
}

/** Comments to be reviewed. Made anew for each thread, so that nothing of one is seen in another. */
export function QueuePane({ place, thread, onThreadChanged }: QueuePaneProps) {
  const [, navigate] = useLocation();
  const [settings, setSettings] = useState(false);
  const title = thread === null ? t('allComments') : thread.title || thread.thread;
  return (
    <section className={pane.pane} aria-labelledby="queue-heading">
      <header className={header.header}>
        <IconButton
          icon="back"
          label={t('backToPublic')}
          className={header.back}
          onClick={() => goBackTo('/comments')}
        />
        <div className={header.who}>
          <div className={header.names}>
            <h1 id="queue-heading" tabIndex={-1}>
              {title}
            </h1>
            {thread !== null && thread.title !== '' && <span className={header.handle}>{thread.thread}</span>}
          </div>
          <p className={header.sealed} data-sealed={false}>
            <Icon name="unlocked" size={14} />
            {t('publicReadable')}
          </p>
        </div>
        {thread !== null && (
          <div className={header.actions}>
            <IconButton icon="settings" label={t('threadSettings')} onClick={() => setSettings(true)} />
          </div>
        )}
      </header>
      {thread?.mode === 'contact' ? (
        <Blank title={t('contactInInbox')} text={t('contactInInboxText')} />
      ) : (
        <Queued place={place} />
      )}
      {settings && thread !== null && (
        <ThreadSheet
          thread={thread}
          onClose={() => setSettings(false)}
          onSaved={() => {
            setSettings(false);
            onThreadChanged();
          }}
          onRemoved={() => {
            onThreadChanged();
            navigate('/comments', { replace: true });
          }}
        />
      )}
    </section>
  );
}

function Queued({ place }: { place: QueuePlace }) {
  const queue = useQueue(place.state, place.thread);
  return (
    <>
      <States place={place} queue={queue} />
      {queue.failed !== null && (
        <div className={styles.said}>
          <FieldError>{failureWords(queue.failed)}</FieldError>
          <Button look="quiet" onClick={queue.reload}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      <Comments place={place} queue={queue} />
      <Said judged={queue.judged} onUndo={() => void queue.undo()} />
    </>
  );
}

function States({ place, queue }: { place: QueuePlace; queue: Queue }) {
  const { counts } = queue;
  const countOf = (state: (typeof states)[number]): number | null =>
    counts === null || state === 'rejected' ? null : counts[state];
  return (
    <nav className={styles.states} aria-label={t('commentStates')}>
      {states.map((state) => {
        const count = countOf(state);
        return (
          <Link
            key={state}
            href={pathOf({ ...place, state })}
            className={styles.state}
            aria-current={state === place.state ? 'page' : undefined}
          >
            {t(stateWords[state])}
            {count !== null && count > 0 && <span className={styles.count}>{count}</span>}
          </Link>
        );
      })}
    </nav>
  );
}

function Comments({ place: { state, thread }, queue }: { place: QueuePlace; queue: Queue }) {
  if (queue.comments === null)
    return (
      queue.failed === null && (
        <div className={styles.coming} aria-busy="true">
          <Waiting rows={3} signed />
        </div>
      )
    );
  if (queue.comments.length === 0 && !queue.more) {
    return state === 'pending' ? (
      <Blank title={t('nothingPending')} text={t('nothingPendingText')} />
    ) : (
      <Blank text={t('nothingOfState')} />
    );
  }
  return <CommentList queue={queue} comments={queue.comments} ofThread={thread !== null} />;
}

const saidWords = {
  approved: 'saidApproved',
  rejected: 'saidRejected',
  spam: 'saidSpam',
  pending: 'saidPending',
  deleted: 'saidDeleted',
} as const satisfies Record<Judged['verdict'], WordId>;

/** What was just done, and the way back. */
function Said({ judged, onUndo }: { judged: Judged | null; onUndo: () => void }) {
  return (
    <div className={styles.last} data-empty={judged === null || undefined}>
      <p role="status">{judged === null ? '' : t(saidWords[judged.verdict])}</p>
      {judged !== null && judged.verdict !== 'deleted' && (
        <Button look="quiet" onClick={onUndo}>
          {t('undo')}
        </Button>
      )}
    </div>
  );
}
