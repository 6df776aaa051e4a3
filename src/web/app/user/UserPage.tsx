import { useCallback } from 'react';
import { Link } from 'wouter';
import { useClient, useClientState } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Blank } from '../ui/Blank.tsx';
import { Button } from '../ui/Button.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { UserCard } from './UserCard.tsx';
import styles from './UserPage.module.css';

/** Who somebody is, and the way to write to them. */
export function UserPage({ name }: { name: string }) {
  const client = useClient();
  // Whose keys changed, and whether encryption is on, shows with the conversations.
  const inbox = useClientState((state) => state.inbox.length);
  const ask = useCallback(
    () => client.person(name),
    // eslint-disable-next-line react/exhaustive-deps -- a conversation that came or went says when to ask again
    [client, name, inbox],
  );
  const { value, failed, reload } = useFetched(ask);
  if (value !== null) return <UserCard page={value.page} onChanged={reload} />;
  if (failed === null) {
    return (
      <div className={styles.place} aria-busy="true">
        <div className={styles.card}>
          <Waiting rows={1} signed />
          <Waiting rows={2} />
        </div>
      </div>
    );
  }
  return <Missing name={name} failed={failed} onRetry={reload} />;
}

/** What is missing, in plain words, and the way on. */
function Missing({ name, failed, onRetry }: { name: string; failed: Failed; onRetry: () => void }) {
  if (failed.code === 'not_found' || failed.code === 'invalid') {
    return (
      <Blank title={t('userGone', { name })} text={t('userGoneText')}>
        <Link href="/">{t('toInbox')}</Link>
      </Blank>
    );
  }
  if (failed.code === 'no_keys') {
    return (
      <Blank title={t('userKeyless', { name })} text={t('userKeylessText')}>
        <Link href="/rooms">{t('rooms')}</Link>
      </Blank>
    );
  }
  return (
    <Blank title={t('userFailed')} text={failureWords(failed)}>
      <Button look="quiet" onClick={onRetry}>
        {t('tryAgain')}
      </Button>
    </Blank>
  );
}
