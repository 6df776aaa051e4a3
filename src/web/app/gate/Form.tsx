import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import styles from './Form.module.css';

interface FormProps {
  button: string;
  busy: boolean;
  /** What is wrong with the whole of it; what is wrong with a field stands there. */
  error?: string | null;
  onSubmit: () => Promise<void> | void;
  children: ReactNode;
}

/** Sends on Enter; afterwards the first field that is wrong has the focus. */
export function Form({ button, busy, error, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef(false);
  const submit = async (): Promise<void> => {
    sent.current = false;
    await onSubmit();
    sent.current = true;
  };
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLInputElement>('[aria-invalid]');
    if (!sent.current || !wrong) return;
    sent.current = false;
    wrong.focus();
  });
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {children}
      {error && <FieldError>{error}</FieldError>}
      <Button type="submit" shape="wide" busy={busy}>
        {button}
      </Button>
    </form>
  );
}
