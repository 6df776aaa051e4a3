import { useState, type FormEvent } from 'react';
import { Button } from './Button.tsx';
import { Field, type FieldProps } from './Field.tsx';

interface AddLineProps extends Pick<FieldProps, 'label' | 'hint' | 'name' | 'inputMode' | 'maxLength'> {
  button: string;
  /** Answers what is wrong with it; null: it was added, and the field is empty for the next. */
  onAdd: (typed: string) => Promise<string | null>;
}

/** One line that is added to a list: a name, an address. */
export function AddLine({ button, onAdd, ...field }: AddLineProps) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const wrong = await onAdd(typed).finally(() => setBusy(false));
    if (wrong === null) setTyped('');
    else setProblem(wrong);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Field
        {...field}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        value={typed}
        error={problem}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
        action={
          <Button type="submit" look="quiet" busy={busy}>
            {button}
          </Button>
        }
      />
    </form>
  );
}
