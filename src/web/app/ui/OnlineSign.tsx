import { t } from '../words/words.ts';
import styles from './OnlineSign.module.css';

/** Somebody is there, quietly. */
export function OnlineSign() {
  return <span className={styles.online}>{t('personOnline')}</span>;
}
