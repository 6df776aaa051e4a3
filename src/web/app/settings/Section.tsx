import { createContext, use, useId, type ReactNode } from 'react';
import styles from './Section.module.css';

/** Whether sections stand below the heading of a group: then theirs are one level deeper. */
export const InGroup = createContext(false);

export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  const heading = { id, className: styles.title };
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        {use(InGroup) ? <h3 {...heading}>{title}</h3> : <h2 {...heading}>{title}</h2>}
        {text !== undefined && <p className={styles.text}>{text}</p>}
      </div>
      {children}
    </section>
  );
}

export function Line({ children }: { children: ReactNode }) {
  return <div className={styles.line}>{children}</div>;
}
