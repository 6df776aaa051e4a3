import type { ComponentProps } from 'react';
import styles from './Page.module.css';
import { classes } from './classes.ts';

/** A page that scrolls as a whole, on the desk: its cards stand in one column below each other. */
export function Page({ className, ...content }: ComponentProps<'div'>) {
  return (
    <div className={styles.scroller}>
      <div {...content} className={classes(styles.page, className)} />
    </div>
  );
}
