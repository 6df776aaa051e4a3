import { useCallback } from 'react';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useFetched } from '../session/useFetched.ts';
import { Switch } from '../ui/Choice.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { sizeWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import { Section } from './Section.tsx';

/** What this device keeps so that it can be searched. */
export function Searching() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.searchStorage(), [client]));
  const { change, failed } = useChange(fetched.reload);
  return (
    <Section title={t('searchSection')} text={t('searchSectionText')}>
      <Fetched of={fetched}>
        {({ keeping, bytes }) => (
          <Switch
            label={t('searchKeeping')}
            text={t('searchKeepingText', { size: sizeWords(bytes) })}
            on={keeping}
            onChange={(on) => void change(() => client.setKeeping(on))}
          />
        )}
      </Fetched>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
    </Section>
  );
}
