import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** Something to know before going on, on the page itself. */
export function Notice({ tone = 'warn', children }: { tone?: 'warn' | 'ok'; children: ReactNode }) {
  return (
    <div className={styles.notice} data-tone={tone} role="status">
      {children}
    </div>
  );
}
