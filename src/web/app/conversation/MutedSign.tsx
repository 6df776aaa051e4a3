import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import styles from './MutedSign.module.css';

/** Beside the name of what one is not told of. */
export function MutedSign() {
  return (
    <span className={styles.sign} title={t('muted')}>
      <Icon name="muted" size={14} />
      <span className="unseen">{t('muted')}</span>
    </span>
  );
}
