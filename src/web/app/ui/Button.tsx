import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { classes } from './classes.ts';
import { Spinner } from './Spinner.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  /** `primary`: the one obvious thing to do on a screen. */
  look?: 'primary' | 'quiet' | 'danger';
  /** `wide`: the whole line, as forms have it. */
  shape?: 'pill' | 'wide';
  /** Keeps its size and name, and cannot be pressed again. */
  busy?: boolean;
}

export function Button({ look = 'primary', shape = 'pill', busy = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(styles.button, styles[look], styles[shape])}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <span className={styles.label} data-busy={busy || undefined}>
        {children}
      </span>
      {busy && <Spinner />}
    </button>
  );
}
