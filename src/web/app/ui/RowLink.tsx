import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './RowLink.module.css';

/** A link among a row's words: a finger hits more than it sees. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={styles.link}>
      {children}
    </Link>
  );
}
