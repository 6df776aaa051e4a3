import { useEffect, useSyncExternalStore } from 'react';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { Icon } from '../ui/Icon.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Highlighted } from './Highlighted.tsx';
import { oneLine } from './oneLine.ts';
import type { OpenedRecords } from './openedRecords.ts';
import styles from './RecordText.module.css';

interface RecordTextProps {
  record: StreamRecord;
  opened: OpenedRecords;
  /** That were searched for. */
  words: string;
  /** In one line, or as it is. */
  whole?: boolean;
}

/** What a record says. A sealed one is opened here, and carries a seal. */
export function RecordText({ record, opened, words, whole = false }: RecordTextProps) {
  const shown = (text: string): string => (whole ? text : oneLine(text));
  if (record.sealed) return <Sealed record={record} opened={opened} shown={shown} />;
  return (
    <bdi>
      <Highlighted text={shown(record.message)} words={words} />
    </bdi>
  );
}

interface SealedProps {
  record: StreamRecord;
  opened: OpenedRecords;
  shown: (text: string) => string;
}

function Sealed({ record, opened, shown }: SealedProps) {
  const now = useSyncExternalStore(opened.subscribe, () => opened.of(record.seq));
  useEffect(() => opened.want(record), [opened, record]);
  return (
    <>
      <span className={styles.seal} title={t('sealedRecord')}>
        <Icon name="lock" size={14} />
        <span className="unseen">{t('sealedRecord')}: </span>
      </span>
      {now.state === 'open' ? (
        <bdi>{shown(now.text)}</bdi>
      ) : (
        <span className={styles.note}>{now.state === 'closed' ? failureWords(now.failed) : t('sealedOpening')}</span>
      )}
    </>
  );
}
