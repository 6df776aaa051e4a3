import { t } from '../words/words.ts';
import styles from './OnlineSign.module.css';

/** Somebody is there, quietly. */
export function OnlineSign() {
  return (
    <span className={styles.online}>
      <span className={styles.words}>{t('personOnline')}</span>
    </span>
  );
}
