import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './IconButton.module.css';
import { classes } from './classes.ts';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'title'> {
  icon: IconName;
  /** Its name, and what a pointer that rests on it reads. */
  label: string;
  size?: 'small' | 'large';
}

export function IconButton({ icon, label, size = 'large', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(styles.button, styles[size], className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} size={size === 'small' ? 18 : 20} />
    </button>
  );
}
