import { Icon } from '../ui/Icon.tsx';
import { t, type WordId } from '../words/words.ts';
import styles from './JumpButton.module.css';

interface JumpButtonProps {
  count: number;
  /** Its name, with nothing new and with something. */
  words?: readonly [none: WordId, some: WordId];
  onJump: () => void;
}

export function JumpButton({ count, words = ['jump', 'jumpCount'], onJump }: JumpButtonProps) {
  const label = count > 0 ? t(words[1], { count }) : t(words[0]);
  return (
    <button type="button" className={styles.jump} aria-label={label} title={label} onClick={onJump}>
      <Icon name="down" size={20} />
      {count > 0 && <span className={styles.count}>{count}</span>}
    </button>
  );
}
