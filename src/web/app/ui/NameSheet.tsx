import { useState, type ReactNode } from 'react';
import { useCall } from '../session/useCall.ts';
import type { Outcome } from '../../../client/api.ts';
import type { Failed } from '../words/failures.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import styles from './NameSheet.module.css';
import { Sheet, SheetActions } from './Sheet.tsx';

interface NameSheetProps<T extends object> {
  title: string;
  label: string;
  hint: string;
  /** Of the field. */
  name: string;
  button: string;
  /** Something to know first. */
  note?: ReactNode;
  /** What is wrong with it at first sight; null: it may be tried. */
  check: (typed: string) => string | null;
  run: (typed: string) => Promise<Outcome<T>>;
  words: (failed: Failed, typed: string) => string;
  onDone: (result: T, typed: string) => void;
  onClose: () => void;
}

/** Asks for one name. */
export function NameSheet<T extends object>(props: NameSheetProps<T>) {
  const { title, label, hint, name, button, note, check, run, words, onDone, onClose } = props;
  const call = useCall();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    const wrong = check(typed);
    if (wrong !== null) return setProblem(wrong);
    const outcome = await call.run(() => run(typed));
    if (outcome?.ok) onDone(outcome, typed);
    else if (outcome) setProblem(words(outcome, typed));
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
        {note}
        <Field
          label={label}
          hint={hint}
          name={name}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          value={typed}
          error={problem}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
        />
        <SheetActions>
          <Button type="submit" busy={call.busy}>
            {button}
          </Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
