import { useCallback } from 'react';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Section } from '../settings/Section.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { t } from '../words/words.ts';
import { LimitRow } from './LimitRow.tsx';
import styles from './Limits.module.css';

/** What an admin sets to a number. */
export function Limits() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.listSettings(), [client]));
  return (
    <Section title={t('adminLimits')} text={t('limitsText')}>
      <Fetched of={fetched}>
        {({ settings }) => (
          <ul className={styles.list}>
            {settings.map((state) => (
              <LimitRow key={state.name} state={state} onSet={fetched.reload} />
            ))}
          </ul>
        )}
      </Fetched>
    </Section>
  );
}
