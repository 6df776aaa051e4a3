import { useState } from 'react';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { PasswordSheet } from './PasswordSheet.tsx';
import { Line, Section } from './Section.tsx';

export function LogOut() {
  const client = useClient();
  const call = useCall();
  const [everywhere, setEverywhere] = useState(false);
  return (
    <Section title={t('logoutSection')} text={t('logoutText')}>
      <Line>
        <Button look="quiet" busy={call.busy} onClick={() => void call.run(() => client.logout())}>
          {t('logout')}
        </Button>
        <Button look="danger" onClick={() => setEverywhere(true)}>
          {t('logoutEverywhere')}
        </Button>
      </Line>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      {everywhere && (
        <PasswordSheet
          title={t('logoutEverywhereTitle')}
          text={t('logoutEverywhereText')}
          button={t('logoutEverywhere')}
          confirm={(password) => client.logoutEverywhere(password)}
          onClose={() => setEverywhere(false)}
          onDone={() => setEverywhere(false)}
        />
      )}
    </Section>
  );
}
