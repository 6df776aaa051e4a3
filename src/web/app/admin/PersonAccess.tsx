import { useState } from 'react';
import type { AdminPerson } from '../../../protocol/api/adminPeople.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Said } from '../settings/Said.tsx';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { LinkSheet } from './LinkSheet.tsx';

/** A person who cannot get in, or somebody in their place who should not. */
export function PersonAccess({ person, onChanged }: { person: AdminPerson; onChanged: () => void }) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [link, setLink] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [loggedOut, setLoggedOut] = useState(false);
  const { username: name } = person;
  const reset = async (): Promise<void> => {
    const outcome = await run(() => client.resetPerson(name));
    if (outcome?.ok) setLink(outcome.link);
  };
  return (
    <Section title={t('personAccess')} text={person.hasKeys ? t('personAccessText') : t('personNoKeys')}>
      <Line>
        {person.hasKeys && (
          <Button look="quiet" busy={busy} onClick={() => void reset()}>
            {t('resetPerson')}
          </Button>
        )}
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('logOutPerson')}
        </Button>
        <Said words={loggedOut ? t('saidLoggedOut', { name }) : null} />
      </Line>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
      {link !== null && (
        <LinkSheet
          title={t('resetTitle', { name })}
          text={t('resetText', { name })}
          link={link}
          onClose={() => setLink(null)}
        />
      )}
      {asking && (
        <ConfirmSheet
          title={t('logOutPersonTitle', { name })}
          text={t('logOutPersonText')}
          button={t('logOutPerson')}
          run={() => client.logoutPerson(name)}
          onDone={() => {
            setAsking(false);
            setLoggedOut(true);
            onChanged();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
