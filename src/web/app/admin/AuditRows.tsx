import type { AuditEntry } from '../../../protocol/api/admin.ts';
import { exactTime, momentOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import { actWords, actorWords, subjectWords } from './actWords.ts';
import styles from './AuditRows.module.css';
import rows from './Rows.module.css';

/** Who did what, when and from where. */
export function AuditRows({ entries }: { entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <p>{t('auditNone')}</p>;
  return (
    <ol className={rows.list} aria-label={t('adminAudit')}>
      {entries.map(({ number, at, who, from, ...act }) => (
        <li key={number} className={rows.row}>
          <div className={rows.about}>
            <p className={rows.name}>
              {actWords(act)} <span className={styles.subject}>{subjectWords(act)}</span>
            </p>
            <p className={rows.detail}>{actorWords({ who, from })}</p>
          </div>
          <p className={styles.place}>
            <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
              {momentOfDay(at)}
            </time>
            <span>{number}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
