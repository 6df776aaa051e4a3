import { t } from '../words/words.ts';
import styles from './HowTo.module.css';

/** How a machine gets here. @param machine null: there is none yet */
export function HowTo({ machine }: { machine: string | null }) {
  const name = machine ?? 'dale';
  const lines = [
    `npx waxwing admin machine-token ${name}`,
    `curl -H 'authorization: Bearer TOKEN' -d 'disk full' ${location.origin}/ingest/${name}`,
    `echo TOKEN | npx waxwing send --as ${name} --enrol && npx waxwing send 'disk full'`,
  ];
  return (
    <div className={styles.how} data-alone={machine === null || undefined}>
      {machine === null && <h2>{t('noStreams')}</h2>}
      <p>{t(machine === null ? 'noStreamsAdmin' : 'noRecords')}</p>
      <pre className={styles.lines}>{lines.join('\n')}</pre>
    </div>
  );
}
