import { useCallback } from 'react';
import type { Preferences } from '../../../protocol/api/account.ts';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useFetched } from '../session/useFetched.ts';
import { Switch } from '../ui/Choice.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { Section } from './Section.tsx';

/** What others may know. */
export function Privacy() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.preferences(), [client]));
  const { change, failed } = useChange(fetched.reload);
  const prefer = (what: Partial<Preferences>) => void change(() => client.setPreferences(what));
  return (
    <Section title={t('privacy')} text={t('privacyText')}>
      <Fetched of={fetched}>
        {({ readReceipts, presence }) => (
          <>
            <Switch
              label={t('readReceipts')}
              text={t('readReceiptsText')}
              on={readReceipts}
              onChange={(on) => prefer({ readReceipts: on })}
            />
            <Switch
              label={t('showPresence')}
              text={t('showPresenceText')}
              on={presence}
              onChange={(on) => prefer({ presence: on })}
            />
          </>
        )}
      </Fetched>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
    </Section>
  );
}
