import { useState } from 'react';
import type { Failure } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { type Failed, failureWords } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './PasswordSheet.module.css';

interface LetInProps {
  label: string;
  /** The other device waits for its own person's word, too. */
  compared: boolean;
  onCancel: () => void;
  onDone: () => void;
}

/** The last step: whose device it is, and the password. */
export function LetIn({ label, compared, onCancel, onDone }: LetInProps) {
  const client = useClient();
  const call = useCall();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isIn, setIsIn] = useState(false);
  const submit = async (): Promise<void> => {
    if (password === '') return setProblem(t('needPassword'));
    const outcome = await call.run(() => client.grantLinking(password));
    if (outcome?.ok) setIsIn(true);
    else if (outcome?.code === 'invalid_credentials') setProblem(t('failPassword'));
  };

  if (isIn) {
    return (
      <Sheet title={t('linkDoneHeading')} onClose={onDone}>
        <SheetText>
          <span role="status">{t('linkDone', { label })}</span>
        </SheetText>
        <SheetActions>
          <Button autoFocus onClick={onDone}>
            {t('linkDoneButton')}
          </Button>
        </SheetActions>
      </Sheet>
    );
  }
  return (
    <Sheet title={t('linkLetIn', { label })} onClose={onCancel}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SheetText>{t('linkWhose')}</SheetText>
        <PasswordField
          label={t('confirmPassword')}
          name="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          error={problem}
          onChange={(event) => {
            setPassword(event.target.value);
            setProblem(null);
          }}
        />
        {call.failed && call.failed.code !== 'invalid_credentials' && (
          <FieldError>{refusedWords(call.failed)}</FieldError>
        )}
        {call.busy && (
          <SheetText>
            <span role="status">{t(compared ? 'linkConfirmThere' : 'linkWaitThere')}</span>
          </SheetText>
        )}
        <SheetActions>
          <Button look="quiet" onClick={onCancel}>
            {t(call.busy ? 'close' : 'cancel')}
          </Button>
          <Button type="submit" busy={call.busy}>
            {t('linkButton')}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}

const words: Partial<Record<Failure, WordId>> = {
  link_spent: 'linkGone',
  not_found: 'linkGone',
  too_many_devices: 'linkTooMany',
};

function refusedWords(failed: Failed): string {
  const own = words[failed.code];
  return own ? t(own) : failureWords(failed);
}
