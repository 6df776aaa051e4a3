import type { ReactNode } from 'react';
import styles from './Group.module.css';
import { InGroup } from './Section.tsx';

/** Sections that belong together, on one card. */
export function Group({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  return (
    <div className={styles.group}>
      <h2 id={id} tabIndex={-1} className={styles.name}>
        {name}
      </h2>
      <div className={styles.card}>
        <InGroup value>{children}</InGroup>
      </div>
    </div>
  );
}
