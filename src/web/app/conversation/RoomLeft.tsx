import { t } from '../words/words.ts';
import styles from './RoomLeft.module.css';

/** How much more fits into the message that is written; negative: how much is too much. */
export function RoomLeft({ left }: { left: number }) {
  return (
    <p className={styles.left} data-over={left < 0 || undefined} role="status">
      {left < 0 ? t('charactersOver', { count: -left }) : t('charactersLeft', { count: left })}
    </p>
  );
}
