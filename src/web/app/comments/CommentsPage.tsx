import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import pane from '../conversation/ConversationPane.module.css';
import inbox from '../inbox/InboxPage.module.css';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { pathOf, placeOf, type QueuePlace } from './place.ts';
import { QueuePane } from './QueuePane.tsx';
import { ThreadList } from './ThreadList.tsx';
import { ThreadSheet } from './ThreadSheet.tsx';
import { useThreads } from './useThreads.ts';

const FIRST: QueuePlace = { thread: null, state: 'pending' };

/** What visitors of websites write: the threads beside the comments of one or of all; on a phone one of the two. */
export function CommentsPage() {
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const [making, setMaking] = useState(false);
  const place = placeOf(useSearch());
  const [, navigate] = useLocation();
  const threads = useThreads();
  if (!isAdmin) {
    return (
      <Blank title={t('notFound')} text={t('publicAdminsOnly')}>
        <Link href="/">{t('toInbox')}</Link>
      </Blank>
    );
  }
  const shown = place ?? FIRST;
  const thread = threads.all?.find((known) => known.thread === shown.thread) ?? null;
  const gone = shown.thread !== null && thread === null;
  return (
    <div className={inbox.page} data-open={place !== null || undefined}>
      <ThreadList threads={threads} selected={shown.thread} onNewThread={() => setMaking(true)} />
      {gone ? (
        <div className={pane.pane} aria-busy={threads.all === null || undefined}>
          {threads.failed !== null && <Blank text={failureWords(threads.failed)} />}
          {threads.all !== null && (
            <Blank title={t('threadGone')} text={t('threadGoneText')}>
              <Link href="/comments">{t('backToPublic')}</Link>
            </Blank>
          )}
        </div>
      ) : (
        <QueuePane key={shown.thread ?? ''} place={shown} thread={thread} onThreadChanged={threads.reload} />
      )}
      {making && (
        <ThreadSheet
          thread={null}
          onClose={() => setMaking(false)}
          onSaved={({ thread: made }) => {
            setMaking(false);
            threads.reload();
            navigate(pathOf({ thread: made, state: 'pending' }));
          }}
        />
      )}
    </div>
  );
}
