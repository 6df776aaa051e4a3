import { useCallback } from 'react';
import type { AuditHead } from '../../../protocol/api/admin.ts';
import { useClient } from '../session/client.ts';
import { usePages } from '../session/usePages.ts';
import { Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { Notice } from '../ui/Notice.tsx';
import { t } from '../words/words.ts';
import styles from './AuditLog.module.css';
import { AuditRows } from './AuditRows.tsx';

/** The whole audit log, and whether it fits. */
export function AuditLog() {
  const client = useClient();
  const log = usePages(
    useCallback(
      async (before: number | undefined) => {
        const outcome = await client.audit(before);
        return outcome.ok ? { ...outcome, rows: outcome.entries } : outcome;
      },
      [client],
    ),
  );
  return (
    <Section title={t('adminAudit')} text={t('auditText')}>
      <Fetched of={log}>
        {({ rows, more, head, broken }) => (
          <>
            <Verdict head={head} broken={broken} />
            <p>
              <a href="/api/v1/admin/audit/export" download="audit.jsonl">
                {t('auditExport')}
              </a>
            </p>
            <AuditRows entries={rows} />
            {more && (
              <div>
                <Button look="quiet" onClick={log.showMore}>
                  {t('adminMore')}
                </Button>
              </div>
            )}
          </>
        )}
      </Fetched>
    </Section>
  );
}

function Verdict({ head, broken }: { head: AuditHead | null; broken: number | null }) {
  return (
    <div className={styles.verdict}>
      {broken === null ? (
        <Notice tone="ok">{t('auditFits')}</Notice>
      ) : (
        <Notice>{t('auditBroken', { number: broken })}</Notice>
      )}
      {head !== null && (
        <>
          <p className={styles.head}>
            {t('auditHead', { number: head.number })} <code>{head.hash}</code>
          </p>
          <p className={styles.hint}>{t('auditHeadHint')}</p>
        </>
      )}
    </div>
  );
}
