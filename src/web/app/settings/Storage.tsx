import { useCallback } from 'react';
import { useClient } from '../session/client.ts';
import { storedOn } from '../session/storage.ts';
import { useFetched } from '../session/useFetched.ts';
import { Fetched } from '../ui/Fetched.tsx';
import { numberWords, sizeWords } from '../words/number.ts';
import { t } from '../words/words.ts';
import { FreeSpace } from './FreeSpace.tsx';
import { KeepStorage } from './KeepStorage.tsx';
import { Section } from './Section.tsx';
import styles from './Storage.module.css';

/** What this device stores, and what of it need not be here. */
export function Storage() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => storedOn(client), [client]));
  return (
    <Section title={t('storageSection')} text={t('storageSectionText')}>
      <Fetched of={fetched}>
        {({ entries, old, all, app, persisted }) => (
          <>
            <dl className={styles.sizes}>
              <dt>{t('storedMessages')}</dt>
              <dd>{t('storedAbout', { count: numberWords(entries) })}</dd>
              {all !== null && (
                <>
                  <dt>{t('storedSize')}</dt>
                  <dd>{sizeWords(Math.max(0, all - app))}</dd>
                </>
              )}
              {app > 0 && (
                <>
                  <dt>{t('storedApp')}</dt>
                  <dd>{sizeWords(app)}</dd>
                </>
              )}
            </dl>
            {persisted !== null && <KeepStorage persisted={persisted} />}
            <FreeSpace old={old} onFreed={fetched.reload} />
          </>
        )}
      </Fetched>
    </Section>
  );
}
