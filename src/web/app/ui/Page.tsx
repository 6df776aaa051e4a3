import { useRef, type ComponentProps } from 'react';
import { useLocation } from 'wouter';
import { useScrollPlace } from '../session/useScrollPlace.ts';
import styles from './Page.module.css';
import { classes } from './classes.ts';

/** A page that scrolls as a whole, on the desk: its cards stand in one column below each other. */
export function Page({ className, ...content }: ComponentProps<'div'>) {
  const [address] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  useScrollPlace(scroller, address);
  return (
    <div ref={scroller} className={styles.scroller}>
      <div {...content} className={classes(styles.page, className)} />
    </div>
  );
}
