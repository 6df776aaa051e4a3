import { t } from '../words/words.ts';
import styles from './ConversationRow.module.css';

/** What was begun and not sent. */
export function DraftLine({ text }: { text: string }) {
  return <span className={styles.draft}>{t('draft', { text })}</span>;
}
