import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
import { useLiveWords } from '../session/now.ts';
import { exactTime, relativeTime } from '../words/time.ts';
import styles from './ListRow.module.css';

interface ListRowProps extends Omit<ComponentProps<'a'>, 'href' | 'className' | 'children' | 'ref'> {
  href: string;
  /** Stands before the name, and decorates it. */
  sign?: ReactNode;
  name: ReactNode;
  /** When the newest of it was, milliseconds; null says nothing. */
  at?: number | null;
  /** What was said last, or where it is: of one line, or of two. */
  line: ReactNode;
  lines?: 1 | 2;
  /** At the end of the line: what waits there. */
  badge?: ReactNode;
  /** A quieter line below. */
  below?: ReactNode;
  unread?: boolean;
}

/** A row of a list that leads to what it names. */
export function ListRow(props: ListRowProps) {
  const { sign, name, at = null, line, lines = 1, badge, below, unread = false, ...link } = props;
  return (
    <Link
      {...link}
      className={styles.row}
      data-unread={unread || undefined}
      data-bare={sign === undefined || undefined}
      data-lines={lines}
    >
      {sign}
      <span className={styles.name}>{name}</span>
      {at === null ? <span /> : <When at={at} />}
      <span className={styles.line}>{line}</span>
      {badge !== undefined && <span className={styles.badge}>{badge}</span>}
      {below !== undefined && <span className={styles.below}>{below}</span>}
    </Link>
  );
}

function When({ at }: { at: number }) {
  const when = useLiveWords((now) => relativeTime(at, now));
  return (
    <time className={styles.time} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {when}
    </time>
  );
}
