import { t, type WordId } from '../words/words.ts';
import styles from './NewPasswordField.module.css';
import { PasswordField } from './PasswordField.tsx';
import { useStrength } from './passwordChoice.ts';
import type { Strength } from './strength.ts';

interface NewPasswordFieldProps {
  label: string;
  value: string;
  username: string;
  error: string | null;
  onChange: (password: string) => void;
}

const words: Record<Strength, WordId> = {
  0: 'strengthWeak',
  1: 'strengthWeak',
  2: 'strengthFair',
  3: 'strengthGood',
  4: 'strengthStrong',
};

export function NewPasswordField({ label, value, username, error, onChange }: NewPasswordFieldProps) {
  const strength = useStrength(value, username);
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      name="new-password"
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
      below={
        <div className={styles.strength} data-strength={strength ?? undefined}>
          <div className={styles.bar} aria-hidden="true">
            <i className={styles.level} />
          </div>
          <p className={styles.word} role="status">
            {strength !== null && (
              <>
                <span className="unseen">{t('strengthLabel')} </span>
                {t(words[strength])}
              </>
            )}
          </p>
        </div>
      }
    />
  );
}
