import type { PersonView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './WaitingBar.module.css';

interface PersonBarProps {
  person: PersonView;
  /** Else they are a stranger. */
  blocked: boolean;
  onBlock: () => void;
}

/** Whether somebody may write, where that is to be said or was said against it. */
export function PersonBar({ person, blocked, onBlock }: PersonBarProps) {
  const client = useClient();
  const call = useCall();
  const name = fullName(person);
  const letWrite = (
    <Button look="quiet" busy={call.busy} onClick={() => void call.run(() => client.setBlocked(person.account, false))}>
      {t(blocked ? 'unblock' : 'strangerAllow')}
    </Button>
  );
  const actions = blocked ? (
    letWrite
  ) : (
    <>
      <Button look="quiet" onClick={onBlock}>
        {t('blockShort')}
      </Button>
      {letWrite}
    </>
  );
  return (
    <div className={styles.bar}>
      <Banner tone="quiet" icon={blocked ? 'block' : 'people'} role="note" actions={actions}>
        {t(blocked ? 'blockedBar' : 'strangerText', { name })}
        {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      </Banner>
    </div>
  );
}
