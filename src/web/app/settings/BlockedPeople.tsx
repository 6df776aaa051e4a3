import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { failureWords } from '../words/failures.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import { Line, Section } from './Section.tsx';

/** Whose messages one does not want to see. */
export function BlockedPeople() {
  const client = useClient();
  const blocked = useClientState((state) => state.blocked);
  const call = useCall();
  return (
    <Section title={t('blockedPeople')} text={t('blockedPeopleText')}>
      {blocked.length === 0 && <p>{t('blockedPeopleNone')}</p>}
      {blocked.map((person) => (
        <Line key={person.account}>
          <PersonName person={person} />
          <Button
            look="quiet"
            aria-label={t('unblockPerson', { name: fullName(person) })}
            onClick={() => void call.run(() => client.setBlocked(person.account, false))}
          >
            {t('unblock')}
          </Button>
        </Line>
      ))}
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
    </Section>
  );
}
