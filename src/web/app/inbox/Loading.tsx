import { t } from '../words/words.ts';
import styles from './Loading.module.css';

/** Messages of before on their way to a new device. Lies over the end of the list, so that nothing moves. */
export function Loading({ done, total }: { done: number; total: number }) {
  return (
    <div className={styles.loading}>
      <span id="loading-words">{t('loading')}</span>
      <span className={styles.count}>{t('loadingCount', { done, total })}</span>
      <progress aria-labelledby="loading-words" value={done} max={Math.max(total, 1)} />
    </div>
  );
}
