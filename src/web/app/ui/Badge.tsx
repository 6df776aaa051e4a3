import { t, type WordId } from '../words/words.ts';
import styles from './Badge.module.css';

/** A count of what is unread; a quiet one calls nobody. */
export function Badge({ count, words, quiet = false }: { count: number; words: WordId; quiet?: boolean }) {
  return (
    <span className={styles.badge} data-quiet={quiet || undefined}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="unseen">{t(words, { count })}</span>
    </span>
  );
}

/** Unread by the person's own word: nobody knows how much. */
export function Dot({ quiet }: { quiet: boolean }) {
  return (
    <span className={styles.mark}>
      <span className={styles.dot} data-quiet={quiet || undefined} aria-hidden="true" />
      <span className="unseen">{t('markedUnread')}</span>
    </span>
  );
}
