import { memo } from 'react';
import { Link } from 'wouter';
import type { RoomRow as Row } from '../../../client/api.ts';
import { useFormatting } from '../formatting/formatting.ts';
import styles from '../inbox/ConversationRow.module.css';
import { MutedSign } from '../conversation/MutedSign.tsx';
import { DraftLine } from '../inbox/DraftLine.tsx';
import { bodyLine } from '../inbox/preview.ts';
import { UnreadSign } from '../inbox/UnreadSign.tsx';
import { useLiveWords } from '../session/now.ts';
import { exactTime, relativeTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import { RoomSign } from './RoomSign.tsx';

interface RoomRowProps {
  row: Row;
  /** Null: not known yet. */
  online: number | null;
  selected: boolean;
}

export const RoomRow = memo(function RoomRow({ row, online, selected }: RoomRowProps) {
  useFormatting();
  const when = useLiveWords((now) => relativeTime(row.at, now));
  return (
    <Link
      href={`/rooms/${row.room}`}
      className={styles.row}
      aria-current={selected ? 'page' : undefined}
      data-unread={((row.unread > 0 || row.marked) && row.notify !== 'none') || undefined}
    >
      <RoomSign room={row.room} />
      <span className={styles.name}>
        {row.room}
        {row.notify === 'none' && <MutedSign />}
      </span>
      {row.preview === null ? (
        <span />
      ) : (
        <time className={styles.time} dateTime={new Date(row.at).toISOString()} title={exactTime(row.at)}>
          {when}
        </time>
      )}
      <span className={styles.preview} dir="auto">
        <DraftLine draft={row.draft} line={lineOf(row, online)} />
      </span>
      <span className={styles.badge}>
        <UnreadSign row={row} />
      </span>
    </Link>
  );
});

function lineOf({ preview }: Row, online: number | null): string {
  if (preview === null) return online === null ? '' : t('onlineCount', { count: online });
  const line = bodyLine(preview.body);
  if (preview.body.type !== 'text') return line;
  return preview.mine ? t('you', { text: line }) : t('quoteFrom', { name: preview.author.displayName, text: line });
}
