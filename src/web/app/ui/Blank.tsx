import type { ReactNode } from 'react';
import styles from './Blank.module.css';

/** An empty place: one sentence, one action. */
export function Blank({ title, text, children }: { title?: string; text: string; children?: ReactNode }) {
  return (
    <div className={styles.blank}>
      {title !== undefined && <h1>{title}</h1>}
      <p>{text}</p>
      {children}
    </div>
  );
}
