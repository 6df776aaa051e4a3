import { memo, type MouseEvent } from 'react';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { exactToMillisecond, secondOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import { DayMark } from './DayMark.tsx';
import type { OpenedRecords } from './openedRecords.ts';
import { RecordText } from './RecordText.tsx';
import styles from './RecordRow.module.css';
import { toneOf } from './levels.ts';

interface RecordRowProps {
  /** Undefined: on its way; null: not kept any more. */
  record: StreamRecord | null | undefined;
  place: number;
  position: number;
  count: number;
  active: boolean;
  picked: boolean;
  /** Its day is another than that of the record before. */
  newDay: boolean;
  /** How many are new from here on; 0 anywhere else. */
  fresh: number;
  /** That were searched for. */
  words: string;
  opened: OpenedRecords;
  onPick: (place: number, event: MouseEvent) => void;
}

export const rowId = (place: number): string => `record-${place}`;

export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { record, place, position, count, active, picked, newDay, fresh, words, opened, onPick } = props;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has them
    <div
      id={rowId(place)}
      role="option"
      aria-selected={picked}
      aria-posinset={position}
      aria-setsize={count}
      className={styles.row}
      data-active={active || undefined}
      data-tone={toneOf(record?.level ?? null)}
      data-fresh={fresh > 0 || undefined}
      data-day={newDay || undefined}
      onClick={(event) => onPick(place, event)}
    >
      {record ? <Line record={record} opened={opened} words={words} /> : <Missing gone={record === null} />}
      {(newDay || fresh > 0) && (
        <span className={styles.marks}>
          {newDay && record && <DayMark at={record.at} />}
          {fresh > 0 && <span data-fresh="">{t('newRecords', { count: fresh })}</span>}
        </span>
      )}
    </div>
  );
});

function Line({ record, opened, words }: { record: StreamRecord; opened: OpenedRecords; words: string }) {
  const { at, level } = record;
  return (
    <>
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={exactToMillisecond(at)}>
        {secondOfDay(at)}
      </time>
      <span className={styles.level} title={level ?? undefined}>
        {level}
      </span>
      <span className={styles.message}>
        <RecordText record={record} opened={opened} words={words} />
      </span>
    </>
  );
}

/** Holds the place of what is not here. */
function Missing({ gone }: { gone: boolean }) {
  if (gone) return <span className={styles.gone}>{t('recordGone')}</span>;
  return (
    <span className={styles.skeleton}>
      <span className="unseen">{t('fetching')}</span>
    </span>
  );
}
