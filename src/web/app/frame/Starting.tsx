import { Mark } from '../ui/Mark.tsx';
import { t } from '../words/words.ts';
import styles from './Starting.module.css';

export function Starting() {
  return (
    <main className={styles.starting} aria-busy="true">
      <Mark size={64} />
      <p className="unseen" role="status">
        {t('starting')}
      </p>
    </main>
  );
}
