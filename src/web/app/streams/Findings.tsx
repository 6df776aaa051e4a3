import { useSyncExternalStore } from 'react';
import { Blank } from '../ui/Blank.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { numberWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import styles from './Findings.module.css';
import { MOST_FOUND, type FoundRecords } from './foundRecords.ts';

interface FindingsProps {
  found: FoundRecords;
  /** Seq of the newest record of the stream. */
  head: number;
  onAll: () => void;
}

/** What is to be said of a search, beside what it found. */
export function Findings({ found, head, onAll }: FindingsProps) {
  useSyncExternalStore(found.subscribe, found.version);
  const { indexed, failed, searching } = found;
  const none = found.first === found.end;
  const behind = indexed === null ? 0 : head - indexed;
  return (
    <>
      {failed !== null && (
        <div className={styles.said}>
          <FieldError>{failureWords(failed)}</FieldError>
          <Button look="quiet" onClick={() => found.again()}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      {behind > 0 && <p className={styles.said}>{t('notIndexed', { count: behind })}</p>}
      {found.cut && <p className={styles.said}>{t('foundCut', { count: numberWords(MOST_FOUND) })}</p>}
      {none && failed === null && (
        <div className={styles.none} aria-busy={searching}>
          {searching ? (
            <p className={styles.searching}>{t('searching')}</p>
          ) : (
            <Blank text={t('nothingFound')}>
              <Button look="quiet" onClick={onAll}>
                {t('showAllRecords')}
              </Button>
            </Blank>
          )}
        </div>
      )}
    </>
  );
}
