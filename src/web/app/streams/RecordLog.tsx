import { useEffect, useImperativeHandle, type ClipboardEvent, type MouseEvent, type Ref } from 'react';
import { JumpButton } from '../conversation/JumpButton.tsx';
import { useLiveWords } from '../session/now.ts';
import { dayKey, dayMark } from '../words/time.ts';
import { t } from '../words/words.ts';
import { linesOf } from './lines.ts';
import type { OpenedRecords } from './openedRecords.ts';
import { heightOf } from './place.ts';
import styles from './RecordLog.module.css';
import { RecordRow, rowId } from './RecordRow.tsx';
import type { Records } from './records.ts';
import { useRecordKeys } from './useRecordKeys.ts';
import { useKeptSight } from './useKeptSight.ts';
import { useRowHeight } from './useRowHeight.ts';
import { useSight } from './useSight.ts';

export interface LogHandle {
  /** The records that are picked, else those in sight, as text; and how many they are. */
  copied: () => { text: string; count: number };
  show: (place: number) => void;
}

interface RecordLogProps {
  records: Records;
  /** That were searched for. */
  words: string;
  opened: OpenedRecords;
  /** From this place on the records are new; null: none is marked. */
  freshFrom: number | null;
  freshCount: number;
  /** What came and is not shown. */
  waiting: number;
  /** For the browser's back; null: where it stands is not kept. */
  address: string | null;
  onEnd: (atEnd: boolean) => void;
  onOpen: (place: number) => void;
  onNewest: () => void;
  handle: Ref<LogHandle>;
}

/** Records, a line each; however many they are, only those in sight are in the page. */
export function RecordLog(props: RecordLogProps) {
  const { records, words, opened, freshFrom, freshCount, waiting, address, onEnd, onOpen, onNewest, handle } = props;
  const looking = useSight(records, useRowHeight());
  const { scroller, shape, sight, atEnd, onScroll } = looking;
  const picking = useRecordKeys(records, looking, onOpen);
  const { first } = records;
  const from = first + sight.from;
  const to = Math.min(first + sight.to, records.end);
  const version = records.version();
  useEffect(() => records.want(from, to), [records, from, to, version]);
  useEffect(() => onEnd(atEnd), [onEnd, atEnd]);
  useKeptSight(address, records, looking);

  const copied = (): { text: string; count: number } => {
    const [top, bottom] = picking.picked ?? [first + sight.seenFrom, first + sight.seenTo];
    return linesOf(records, opened, top, bottom);
  };
  useImperativeHandle(handle, () => ({
    copied,
    show: (place) => {
      picking.pick(place, false);
      looking.show(place, true);
      scroller.current?.focus({ preventScroll: true });
    },
  }));
  const onCopy = (event: ClipboardEvent): void => {
    if (picking.picked === null || getSelection()?.isCollapsed === false) return;
    event.clipboardData.setData('text/plain', copied().text);
    event.preventDefault();
  };
  const onPick = (place: number, event: MouseEvent): void => {
    if (getSelection()?.isCollapsed === false && !event.shiftKey) return;
    picking.pick(place, event.shiftKey);
    if (!event.shiftKey) onOpen(place);
  };
  const topmost = records.at(first + sight.seenFrom);
  const places = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

  return (
    <div className={styles.frame}>
      {topmost && <Day at={topmost.at} />}
      <div
        ref={scroller}
        role="listbox"
        aria-label={t('records')}
        aria-multiselectable
        aria-activedescendant={
          picking.active !== null && picking.active >= from && picking.active < to ? rowId(picking.active) : undefined
        }
        tabIndex={0}
        className={styles.log}
        onScroll={onScroll}
        onKeyDown={picking.onKeyDown}
        onCopy={onCopy}
      >
        <div role="presentation" className={styles.rows} style={{ height: heightOf(shape) }}>
          <div role="presentation" style={{ transform: `translateY(${sight.top}px)` }}>
            {places.map((place) => {
              const record = records.at(place);
              return (
                <RecordRow
                  key={place}
                  record={record}
                  place={place}
                  position={place - first + 1}
                  count={shape.rows}
                  active={place === picking.active}
                  picked={picking.isPicked(place)}
                  newDay={beginsDay(records, place)}
                  fresh={place === freshFrom ? freshCount : 0}
                  words={words}
                  opened={opened}
                  onPick={onPick}
                />
              );
            })}
          </div>
        </div>
      </div>
      {(!atEnd || waiting > 0) && (
        <JumpButton
          count={waiting}
          words={['jumpNewest', 'jumpRecords']}
          onJump={() => {
            onNewest();
            looking.toEnd();
          }}
        />
      )}
    </div>
  );
}

function beginsDay(records: Records, place: number): boolean {
  const [before, record] = [records.at(place - 1), records.at(place)];
  return Boolean(before && record) && dayKey(before?.at ?? 0) !== dayKey(record?.at ?? 0);
}

/** Of which day the records at the top are, if not of this. */
function Day({ at }: { at: number }) {
  const words = useLiveWords((now) => dayMark(at, now));
  if (words === t('today')) return null;
  return (
    <p className={styles.day} aria-hidden="true">
      {words}
    </p>
  );
}
