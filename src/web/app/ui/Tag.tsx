import type { ReactNode } from 'react';
import styles from './Tag.module.css';

/** How somebody or something stands, in a word. */
export function Tag({ tone, children }: { tone: 'ok' | 'warn' | 'wax'; children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
