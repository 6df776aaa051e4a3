import { Icon } from '../ui/Icon.tsx';
import styles from './Said.module.css';

/** That something was done, beside what did it. Its place is kept while there is nothing to say. */
export function Said({ words }: { words: string | null }) {
  return (
    <p className={styles.said} role="status">
      {words !== null && (
        <>
          <Icon name="check" size={16} />
          {words}
        </>
      )}
    </p>
  );
}
