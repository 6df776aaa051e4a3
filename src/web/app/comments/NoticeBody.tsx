import { Link } from 'wouter';
import type { NoticeContent } from '../../../protocol/clear.ts';
import styles from '../streams/AlertBody.module.css';
import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import { pathOf } from './place.ts';

/** A comment that waits: whose, where, the beginning of what it says, and the way to its review. */
export function NoticeBody({ notice: { thread, title, name, text } }: { notice: NoticeContent }) {
  return (
    <div className={styles.alert}>
      <p className={styles.why}>
        <Icon name="public" size={16} />
        <bdi>{t('noticeOf', { name, title: title || thread })}</bdi>
      </p>
      <p className={styles.text} dir="auto">
        {text}
      </p>
      <p className={styles.facts}>
        <Link href={pathOf({ thread, state: 'pending' })}>{t('noticeReview')}</Link>
      </p>
    </div>
  );
}
