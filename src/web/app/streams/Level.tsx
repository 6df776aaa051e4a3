import styles from './Level.module.css';
import { toneOf } from './levels.ts';

/** A level in the machine's own word; how grave it is shows in weight and colour, too. */
export function Level({ level }: { level: string }) {
  return (
    <span className={styles.level} data-tone={toneOf(level)}>
      {level}
    </span>
  );
}
