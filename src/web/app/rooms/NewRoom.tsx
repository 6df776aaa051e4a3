import { useState } from 'react';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from '../inbox/NewMessage.module.css';

interface NewRoomProps {
  onMade: (room: string) => void;
  onClose: () => void;
}

export function NewRoom({ onMade, onClose }: NewRoomProps) {
  const client = useClient();
  const call = useCall();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const room = name.trim().replace(/^#/, '').toLowerCase();

  const make = async (): Promise<void> => {
    if (room === '') return setProblem(t('needRoomName'));
    const outcome = await call.run(() => client.createRoom(room));
    if (outcome?.ok) onMade(room);
    else if (outcome) setProblem(outcome.code === 'invalid' ? t('roomNameHint') : failureWords(outcome));
  };

  return (
    <Sheet title={t('newRoom')} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field
          label={t('roomName')}
          hint={t('roomNameHint')}
          name="room"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          maxLength={limits.roomName.max}
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
        />
        <SheetActions>
          <Button type="submit" busy={call.busy}>
            {t('makeRoom')}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
