import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './FollowBar.module.css';

/** For whoever may read a machine's stream and does not follow it. */
export function FollowBar({ machine }: { machine: string }) {
  const client = useClient();
  const call = useCall();
  return (
    <div className={styles.bar}>
      <p>{call.failed ? failureWords(call.failed) : t('notFollowing', { machine })}</p>
      <Button busy={call.busy} onClick={() => void call.run(() => client.followStream(machine))}>
        {t('follow')}
      </Button>
    </div>
  );
}
