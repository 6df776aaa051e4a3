import { memo } from 'react';
import { Link } from 'wouter';
import type { Stream, StreamRecord } from '../../../protocol/api/streams.ts';
import row from '../inbox/ConversationRow.module.css';
import { useLookedAt } from '../session/looking.ts';
import { useLiveWords } from '../session/now.ts';
import { Badge } from '../ui/Badge.tsx';
import { classes } from '../ui/classes.ts';
import { exactTime, relativeTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import { followersWords } from './followersWords.ts';
import { Level } from './Level.tsx';
import { MachineSign } from './MachineSign.tsx';
import { oneLine } from './oneLine.ts';
import { SealedMark } from './SealedMark.tsx';
import styles from './StreamList.module.css';

export const StreamRow = memo(function StreamRow({ stream, selected }: { stream: Stream; selected: boolean }) {
  const { machine, newest } = stream;
  const unread = useLookedAt() === machine ? 0 : stream.unread;
  return (
    <Link
      href={`/streams/${machine}`}
      className={classes(row.row, styles.row)}
      aria-current={selected ? 'page' : undefined}
      data-unread={unread > 0 || undefined}
    >
      <MachineSign machine={machine} />
      <span className={row.name}>{machine}</span>
      {newest === null ? <span /> : <When at={newest.at} />}
      <span className={row.preview}>{newest === null ? t('nothingYet') : <Newest record={newest} />}</span>
      <span className={row.badge}>{unread > 0 && <Badge count={unread} words="unreadBadge" />}</span>
      <span className={styles.who}>
        {stream.disabled ? `${t('streamDisabled')}, ` : ''}
        {followersWords(stream)}
      </span>
    </Link>
  );
});

function Newest({ record: { level, sealed, message } }: { record: StreamRecord }) {
  return (
    <>
      {level !== null && <Level level={level} />}
      {sealed ? <SealedMark /> : <bdi>{oneLine(message)}</bdi>}
    </>
  );
}

function When({ at }: { at: number }) {
  const when = useLiveWords((now) => relativeTime(at, now));
  return (
    <time className={row.time} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {when}
    </time>
  );
}
