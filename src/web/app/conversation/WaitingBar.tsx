import type { ConversationView, PersonView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './WaitingBar.module.css';

interface WaitingBarProps {
  conversation: string;
  reason: NonNullable<ConversationView['waiting']>;
  person: PersonView;
  /** They were compared before: only comparing again settles it. */
  compareAgain: boolean;
  onCompare: () => void;
}

/** Why nothing is sent, and what settles it. */
export function WaitingBar({ conversation, reason, person, compareAgain, onCompare }: WaitingBarProps) {
  const client = useClient();
  const call = useCall();
  const name = fullName(person);
  if (reason === 'alarm') {
    return (
      <div className={styles.bar}>
        <Banner tone="danger" icon="warning" role="alert">
          {t('alarmWaiting', { name })}
        </Banner>
      </div>
    );
  }
  if (reason === 'removed') {
    return (
      <div className={styles.bar}>
        <Banner tone="quiet" icon="people" role="status">
          {t('removedText', { name })}
        </Banner>
      </div>
    );
  }
  if (reason === 'unsealed') {
    const agree = (
      <Button look="quiet" busy={call.busy} onClick={() => void call.run(() => client.agreeToClear(conversation))}>
        {t('unsealedAgree')}
      </Button>
    );
    return (
      <div className={styles.bar}>
        <Banner tone="warn" icon="unlocked" role="status" actions={agree}>
          <strong>{t('unsealedTitle')}</strong> {t('unsealedText')}
          {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
        </Banner>
      </div>
    );
  }
  const actions = (
    <>
      <Button look="quiet" onClick={onCompare}>
        {t('compare')}
      </Button>
      {!compareAgain && (
        <Button busy={call.busy} onClick={() => void call.run(() => client.acceptIdentity(person.account))}>
          {t('accept')}
        </Button>
      )}
    </>
  );
  return (
    <div className={styles.bar}>
      <Banner tone="warn" icon="warning" role="alert" actions={actions}>
        <strong>{t('identityTitle', { name })}</strong> {t(compareAgain ? 'identityCompareText' : 'identityText')}
        {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      </Banner>
    </div>
  );
}
