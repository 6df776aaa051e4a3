import { useEffect, useRef, type ReactNode } from 'react';
import { Mark } from '../ui/Mark.tsx';
import styles from './Card.module.css';

interface CardProps {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** Move the focus to the heading: a page has taken another's place. */
  announce?: boolean;
}

/** The one sheet of paper that everything before the app stands on. */
export function Card({ title, text, children, announce = false }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (announce) heading.current?.focus();
  }, [announce]);
  return (
    <main className={styles.gate}>
      <div className={styles.card}>
        <Mark size={48} />
        <div className={styles.head}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {text !== undefined && <p>{text}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}

/** What stands below a form: the way to another one. */
export function Aside({ children }: { children: ReactNode }) {
  return <p className={styles.aside}>{children}</p>;
}

export function Links({ children }: { children: ReactNode }) {
  return <div className={styles.links}>{children}</div>;
}
