import type { SearchView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './Results.module.css';

/** How many were found, and how far back that reaches while not everything is on this device. */
export function Reach({ found }: { found: SearchView | null }) {
  const client = useClient();
  const call = useCall();
  const since = found?.since ?? null;
  return (
    <div className={styles.reach}>
      <p className={styles.count}>
        {found !== null && found.count > 0
          ? t(found.done ? 'searchCount' : 'searchCountSoFar', { count: found.count })
          : '\u00a0'}
      </p>
      {since !== null && (
        <div className={styles.since}>
          <p>{t(found?.coming || call.busy ? 'searchSinceComing' : 'searchSince', { when: shortDate(since) })}</p>
          <Button look="quiet" busy={call.busy} onClick={() => void call.run(() => client.fetchRest())}>
            {t('searchFetchRest')}
          </Button>
        </div>
      )}
      {call.failed !== null && <FieldError>{failureWords(call.failed)}</FieldError>}
    </div>
  );
}
