import { useId, type ComponentProps, type ReactNode } from 'react';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';
import { classes } from './classes.ts';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'className' | 'id'> {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** Stands at the end, inside the frame. */
  action?: ReactNode;
  /** Stands below, before the error. */
  below?: ReactNode;
}

export function Field({ label, hint, error, action, below, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.frame}>
        <input
          {...rest}
          id={id}
          className={classes(styles.input, action !== undefined && styles.roomy)}
          aria-invalid={error ? true : undefined}
          aria-describedby={classes(error && `${id}-error`, hint !== undefined && `${id}-hint`) || undefined}
        />
        {action !== undefined && <div className={styles.action}>{action}</div>}
      </div>
      {below}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p id={id} className={styles.error} role="alert">
      <Icon name="warning" size={16} />
      <span>{children}</span>
    </p>
  );
}
