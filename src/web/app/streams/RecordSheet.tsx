import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { numberWords } from '../words/number.ts';
import { exactToMillisecond } from '../words/time.ts';
import { t } from '../words/words.ts';
import { Level } from './Level.tsx';
import styles from './RecordSheet.module.css';
import type { OpenedRecords } from './openedRecords.ts';
import { RecordText } from './RecordText.tsx';
import type { Records } from './records.ts';

interface RecordSheetProps {
  records: Records;
  place: number;
  words: string;
  opened: OpenedRecords;
  onPlace: (place: number) => void;
  /** Leads to the record among all of the stream; null where it is among them. */
  onShow: ((seq: number) => void) | null;
  onClose: () => void;
}

/** One record, whole. Up and Down lead to the one before and the one after. */
export function RecordSheet({ records, place, words, opened, onPlace, onShow, onClose }: RecordSheetProps) {
  useSyncExternalStore(records.subscribe, records.version);
  const { copied, copy } = useCopy();
  const record = records.at(place);
  useSyncExternalStore(opened.subscribe, opened.version);
  const text = record ? opened.textOf(record) : null;
  const go = (to: number): void => {
    if (to >= records.first && to < records.end) onPlace(to);
  };
  const step = useEffectEvent((event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    // A long text that has the focus is scrolled by them.
    if ((event.target as Element).closest('pre')) return;
    event.preventDefault();
    go(place + (event.key === 'ArrowUp' ? -1 : 1));
  });
  useEffect(() => {
    addEventListener('keydown', step);
    return () => removeEventListener('keydown', step);
  }, []);
  return (
    <Sheet title={t('record')} wide onClose={onClose}>
      <div className={styles.record}>
        {record ? (
          <Facts record={record} opened={opened} words={words} />
        ) : (
          <p>{t(record === null ? 'recordGone' : 'fetching')}</p>
        )}
        <SheetActions>
          <span className={styles.steps}>
            <IconButton
              icon="up"
              label={t('recordPrevious')}
              disabled={place <= records.first}
              onClick={() => go(place - 1)}
            />
            <IconButton
              icon="down"
              label={t('recordNext')}
              disabled={place >= records.end - 1}
              onClick={() => go(place + 1)}
            />
          </span>
          {onShow !== null && record && (
            <Button look="quiet" onClick={() => onShow(record.seq)}>
              {t('showInStream')}
            </Button>
          )}
          {text !== null && (
            <Button look="quiet" onClick={() => void copy(text)}>
              <Icon name={copied ? 'check' : 'copy'} size={16} />
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </SheetActions>
      </div>
    </Sheet>
  );
}

function Facts({ record, opened, words }: { record: StreamRecord; opened: OpenedRecords; words: string }) {
  const { at, level, endpoint, seq } = record;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('recordTime')}</dt>
        <dd>
          <time dateTime={new Date(at).toISOString()}>{exactToMillisecond(at)}</time>
        </dd>
        {level !== null && (
          <>
            <dt>{t('level')}</dt>
            <dd>
              <Level level={level} />
            </dd>
          </>
        )}
        <dt>{t('recordEndpoint')}</dt>
        <dd>{endpoint}</dd>
        <dt>{t('recordSeq')}</dt>
        <dd>{numberWords(seq)}</dd>
      </dl>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
      <pre className={styles.text} tabIndex={0} dir="auto">
        <RecordText record={record} opened={opened} words={words} whole />
      </pre>
    </>
  );
}
