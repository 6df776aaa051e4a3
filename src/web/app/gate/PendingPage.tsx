import { Link } from 'wouter';
import { Spinner } from '../ui/Spinner.tsx';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import styles from './PendingPage.module.css';

/** An account was made here that an admin has to approve: once that is done the inbox takes this page's place. */
export function PendingPage() {
  return (
    <Card title={t('pendingHeading')} text={t('pendingText')} announce>
      <p className={styles.waiting} role="status">
        <span className={styles.turning}>
          <Spinner />
        </span>
        {t('pendingWaiting')}
      </p>
      <Aside>
        {t('pendingOther')} <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}
