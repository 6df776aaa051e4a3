import { t } from '../words/words.ts';
import { Field } from '../ui/Field.tsx';

interface UsernameFieldProps {
  value: string;
  error: string | null;
  autoFocus?: boolean;
  onChange: (username: string) => void;
}

export function UsernameField({ value, error, onChange, autoFocus = false }: UsernameFieldProps) {
  return (
    <Field
      label={t('username')}
      name="username"
      autoComplete="username"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      autoFocus={autoFocus}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
