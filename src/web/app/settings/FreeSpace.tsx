import { useState } from 'react';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { freeSpace } from './freeingSpace.ts';
import { Said } from './Said.tsx';
import { Line } from './Section.tsx';
import styles from './Storage.module.css';

/** Takes old messages off this device. `old`: so many entries would go. */
export function FreeSpace({ old, onFreed }: { old: number; onFreed: () => void }) {
  const client = useClient();
  const messageDays = useClientState(({ server }) => server?.messageDays ?? null);
  const conversations = useClientState(({ inbox }) => inbox);
  const rooms = useClientState((state) => state.rooms);
  const { run, busy, failed } = useCall();
  const [said, setSaid] = useState<string | null>(null);
  const free = async (): Promise<void> => {
    const all = [...conversations, ...rooms].map(({ conversation }) => conversation);
    const outcome = await run(() => freeSpace(client, all, (done, of) => setSaid(t('freeProgress', { done, of }))));
    setSaid(outcome?.ok ? t('freed', { count: outcome.messages }) : null);
    onFreed();
  };
  if (messageDays !== null) return <p className={styles.text}>{t('freeNever')}</p>;
  return (
    <div className={styles.part}>
      <p className={styles.text}>{t(old > 0 || said !== null ? 'freeText' : 'freeNothing')}</p>
      <Line>
        {(old > 0 || busy) && (
          <Button look="quiet" busy={busy} onClick={() => void free()}>
            {t('free')}
          </Button>
        )}
        <Said words={said} />
      </Line>
      {failed && <FieldError>{failureWords(failed)}</FieldError>}
    </div>
  );
}
