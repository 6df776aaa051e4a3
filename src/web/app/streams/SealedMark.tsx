import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import styles from './SealedMark.module.css';

/** In the place of a text that only devices can open. */
export function SealedMark() {
  return (
    <span className={styles.mark}>
      <Icon name="lock" size={14} />
      {t('sealedRecord')}
    </span>
  );
}
