import { useCallback } from 'react';
import type { AlertContent } from '../../../protocol/clear.ts';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Icon } from '../ui/Icon.tsx';
import { RowLink } from '../ui/RowLink.tsx';
import { failureWords } from '../words/failures.ts';
import { exactTime, momentOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './AlertBody.module.css';
import { whyWords } from './alertWords.ts';
import { Level } from './Level.tsx';

/** What a rule has found: why, what the record says, and the way to it. */
export function AlertBody({ alert, machine }: { alert: AlertContent; machine: string }) {
  const { why, seq, at, level, text, more } = alert;
  return (
    <div className={styles.alert}>
      <p className={styles.why} data-sealed={alert.sealed !== null || undefined}>
        <Icon name={alert.sealed === null ? 'bell' : 'lock'} size={16} />
        <bdi>{whyWords(why)}</bdi>
      </p>
      {alert.sealed !== null && <Opened alert={alert} machine={machine} />}
      {text !== '' && (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      )}
      <p className={styles.facts}>
        {level !== null && <Level level={level} />}
        <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
          {momentOfDay(at)}
        </time>
        {more > 0 && <span>{t('alertMore', { count: more })}</span>}
        {seq !== null && <RowLink href={`/streams/${machine}/${seq}`}>{t('alertLead')}</RowLink>}
      </p>
    </div>
  );
}

function Opened({ alert: { seq, at, level, sealed, id }, machine }: { alert: AlertContent; machine: string }) {
  const client = useClient();
  const ask = useCallback(() => {
    const record = { seq: seq ?? 1, at, endpoint: '', message: sealed ?? '', level, sealed: true };
    return client.openRecord(machine, { ...record, ...(id !== null && { id }) });
  }, [client, machine, seq, at, level, sealed, id]);
  const { value, failed } = useFetched(ask);
  return (
    <p className={styles.text} dir="auto">
      {value?.text ?? (failed === null ? t('sealedOpening') : failureWords(failed))}
    </p>
  );
}
