import { t, type WordId } from '../words/words.ts';
import styles from './Badge.module.css';

/** A count of what is unread. */
export function Badge({ count, words }: { count: number; words: WordId }) {
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="unseen">{t(words, { count })}</span>
    </span>
  );
}
