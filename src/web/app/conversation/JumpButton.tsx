import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import styles from './JumpButton.module.css';

export function JumpButton({ count, onJump }: { count: number; onJump: () => void }) {
  const label = count > 0 ? t('jumpCount', { count }) : t('jump');
  return (
    <button type="button" className={styles.jump} aria-label={label} title={label} onClick={onJump}>
      <Icon name="down" size={20} />
      {count > 0 && <span className={styles.count}>{count}</span>}
    </button>
  );
}
