import { useId, type ComponentProps } from 'react';
import styles from './Field.module.css';
import { classes } from './classes.ts';

interface LinesFieldProps extends Omit<ComponentProps<'textarea'>, 'className' | 'id'> {
  label: string;
  hint: string;
}

/** For pasted lines of some program: they do not wrap, and nothing corrects them. */
export function LinesField({ label, hint, ...rest }: LinesFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        className={classes(styles.input, styles.lines)}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-describedby={`${id}-hint`}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
    </div>
  );
}
