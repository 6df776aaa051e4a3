import type { ReactNode } from 'react';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Button } from './Button.tsx';
import styles from './Fetched.module.css';
import { FieldError } from './Field.tsx';
import { Waiting } from './Waiting.tsx';

interface FetchedProps<T> {
  /** As `useFetched` answers it. */
  of: { readonly value: T | null; readonly failed: Failed | null; readonly reload: () => void };
  children: (value: T) => ReactNode;
}

/** What was fetched; until then that it is on its way, or why not and the way out. */
export function Fetched<T>({ of: { value, failed, reload }, children }: FetchedProps<T>) {
  return (
    <>
      {failed !== null && (
        <div className={styles.failed}>
          <FieldError>{`${t('fetchFailed')} ${failureWords(failed)}`}</FieldError>
          <Button look="quiet" onClick={reload}>
            {t('tryAgain')}
          </Button>
        </div>
      )}
      {value === null && failed === null && (
        <div>
          <p className="unseen" role="status">
            {t('fetching')}
          </p>
          <Waiting />
        </div>
      )}
      {value !== null && children(value)}
    </>
  );
}
