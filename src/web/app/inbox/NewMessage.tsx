import { useState } from 'react';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './NewMessage.module.css';

interface NewMessageProps {
  onOpened: (conversation: string) => void;
  onClose: () => void;
}

export function NewMessage({ onOpened, onClose }: NewMessageProps) {
  const client = useClient();
  const self = useClientState((state) => state.self?.username ?? '');
  const call = useCall();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const username = name.trim().replace(/^@/, '');

  const open = async (): Promise<void> => {
    if (username === '') return setProblem(t('needUsername'));
    if (username.toLowerCase() === self) return setProblem(t('toSelf'));
    const outcome = await call.run(() => client.startDirect(username));
    if (outcome?.ok) onOpened(outcome.conversation);
    else if (outcome) setProblem(words(outcome, username));
  };

  return (
    <Sheet title={t('newMessage')} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <Field
          label={t('to')}
          hint={t('toHint')}
          name="to"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
        />
        <SheetActions>
          <Button type="submit" busy={call.busy}>
            {t('toButton')}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

function words(failed: Failed, name: string): string {
  if (failed.code === 'not_found' || failed.code === 'invalid') return t('toUnknown', { name });
  if (failed.code === 'no_keys') return t('toNoKeys', { name });
  return failureWords(failed);
}
