import { useCallback } from 'react';
import type { Item } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Fetched } from '../ui/Fetched.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { exactTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './VersionsSheet.module.css';

/** What an edited message has said, the newest first. */
export function VersionsSheet({
  conversation,
  item,
  onClose,
}: {
  conversation: string;
  item: Item;
  onClose: () => void;
}) {
  const client = useClient();
  const { key, body } = item;
  // Asked anew when it is edited meanwhile.
  const text = body.type === 'text' ? body.text : '';
  // eslint-disable-next-line react/exhaustive-deps -- the text says when there is another version
  const versions = useFetched(useCallback(() => client.versions(conversation, key), [client, conversation, key, text]));
  return (
    <Sheet title={t('versions')} onClose={onClose}>
      <Fetched of={versions}>
        {({ versions: all }) => (
          <ol className={styles.versions} reversed>
            {all.toReversed().map(({ text: words, at }, index) => (
              <li key={at}>
                <p className={styles.when}>
                  {index === 0 && <strong>{t('versionNow')}</strong>}
                  <time dateTime={new Date(at).toISOString()}>{exactTime(at)}</time>
                </p>
                <p className={styles.text} dir="auto">
                  {words}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Fetched>
    </Sheet>
  );
}
