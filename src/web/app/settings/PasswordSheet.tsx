import { useState, type ReactNode } from 'react';
import type { Outcome } from '../../../client/api.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './PasswordSheet.module.css';

interface PasswordSheetProps<T extends object> {
  title: string;
  text: ReactNode;
  button: string;
  look?: 'primary' | 'danger';
  confirm: (password: string) => Promise<Outcome<T>>;
  onClose: () => void;
  onDone: (value: T) => void;
}

/** Asks for the password before something that matters. */
export function PasswordSheet<T extends object>(props: PasswordSheetProps<T>) {
  const { title, text, button, look = 'danger', confirm, onClose, onDone } = props;
  const call = useCall();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const wrong = call.failed?.code === 'invalid_credentials';

  const submit = async (): Promise<void> => {
    if (password === '') return setProblem(t('needPassword'));
    const outcome = await call.run(() => confirm(password));
    if (outcome?.ok) onDone(outcome);
    else if (outcome?.code === 'invalid_credentials') setProblem(t('failPassword'));
  };

  return (
    <Sheet title={title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {typeof text === 'string' ? <SheetText>{text}</SheetText> : text}
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
        {call.failed && !wrong && <FieldError>{failureWords(call.failed)}</FieldError>}
        <SheetActions>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" look={look} busy={call.busy}>
            {button}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
