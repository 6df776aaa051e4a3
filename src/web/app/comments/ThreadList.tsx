import { useState } from 'react';
import { Link } from 'wouter';
import type { OwnThread } from '../../../protocol/api/threads.ts';
import pane from '../inbox/ListPane.module.css';
import rooms from '../rooms/RoomList.module.css';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import { Notice } from '../ui/Notice.tsx';
import { t } from '../words/words.ts';
import { Blocked } from './Blocked.tsx';
import { pathOf } from './place.ts';
import { Sites } from './Sites.tsx';
import styles from './ThreadList.module.css';
import type { Threads } from './useThreads.ts';

interface ThreadListProps {
  threads: Threads;
  selected: string | null;
  onNewThread: () => void;
}

/** All comments first, and below them the threads by their names. */
export function ThreadList({ threads: { all, on, reload }, selected, onNewThread }: ThreadListProps) {
  const [open, setOpen] = useState<'sites' | 'blocked' | null>(null);
  const pending = (all ?? []).reduce((sum, thread) => sum + thread.pending, 0);
  const count = (all ?? []).reduce((sum, thread) => sum + thread.count, 0);
  return (
    <section className={pane.pane} aria-labelledby="public-heading">
      <header className={pane.head}>
        <div className={pane.title}>
          <h1 id="public-heading" tabIndex={-1}>
            {t('public')}
          </h1>
          <Button onClick={onNewThread}>{t('newThread')}</Button>
        </div>
        <p className={rooms.note}>{t('publicText')}</p>
        {on === false && (
          <Notice>
            {t('publicOff')} <Link href="/admin">{t('publicTurnOn')}</Link>
          </Notice>
        )}
        <div className={styles.more}>
          <Button look="quiet" onClick={() => setOpen('sites')}>
            {t('sites')}
          </Button>
          <Button look="quiet" onClick={() => setOpen('blocked')}>
            {t('blocked')}
          </Button>
        </div>
      </header>
      <div className={rooms.scroller}>
        <Row
          thread={null}
          pending={pending}
          name={t('allComments')}
          about={t('threadCount', { count })}
          selected={selected === null}
        />
        <h2 className={rooms.heading} id="threads-heading">
          {t('threads')}
        </h2>
        {all?.length === 0 && <p className={styles.none}>{t('noThreadsText')}</p>}
        <ul className={rooms.list} aria-labelledby="threads-heading">
          {all?.map((thread) => (
            <li key={thread.thread} className={styles.item}>
              <Row
                thread={thread.thread}
                pending={thread.pending}
                name={thread.title || thread.thread}
                about={aboutOf(thread)}
                selected={selected === thread.thread}
              />
            </li>
          ))}
        </ul>
      </div>
      {open === 'sites' && (
        <Sites
          onClose={() => {
            setOpen(null);
            reload();
          }}
        />
      )}
      {open === 'blocked' && <Blocked onClose={() => setOpen(null)} />}
    </section>
  );
}

function aboutOf({ mode, policy, count }: OwnThread): string {
  if (mode === 'contact') return t('threadContact');
  const comments = t('threadCount', { count });
  return policy === 'closed' ? `${t('threadClosed')}, ${comments}` : comments;
}

interface RowProps {
  thread: string | null;
  name: string;
  about: string;
  pending: number;
  selected: boolean;
}

function Row({ thread, name, about, pending, selected }: RowProps) {
  return (
    <ListRow
      href={pathOf({ thread, state: 'pending' })}
      aria-current={selected ? 'page' : undefined}
      unread={pending > 0}
      name={<bdi className={styles.name}>{name}</bdi>}
      line={about}
      badge={pending > 0 && <Badge count={pending} words="commentsWait" />}
    />
  );
}
