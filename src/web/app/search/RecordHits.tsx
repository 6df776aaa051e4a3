import { Link } from 'wouter';
import type { SearchQuery } from '../../../client/api.ts';
import { useLiveWords } from '../session/now.ts';
import { Highlighted } from '../streams/Highlighted.tsx';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { exactTime, relativeTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './HitRow.module.css';
import results from './Results.module.css';
import { useRecordsFound, type FoundRecord } from './useRecordsFound.ts';

/** What the server finds in machines' streams, once it is asked: beside what this device found. */
export function RecordHits({ query }: { query: SearchQuery }) {
  const { machines, records, call, ask } = useRecordsFound(query);
  if (machines.length === 0) return null;
  return (
    <section className={results.machines} aria-label={t('searchMachines')}>
      <h2 className={results.group}>{t('searchMachines')}</h2>
      {records === null ? (
        <div className={results.ask}>
          <p>{t('searchMachinesText')}</p>
          <Button look="quiet" busy={call.busy} onClick={ask}>
            {t('searchMachinesAsk')}
          </Button>
        </div>
      ) : (
        <ul className={results.list}>
          {records.map(({ machine, record }) => (
            <li key={`${machine} ${record.seq}`}>
              <RecordHit found={{ machine, record }} words={query.words} />
            </li>
          ))}
        </ul>
      )}
      {records?.length === 0 && <p className={results.ask}>{t('searchNothing')}</p>}
      {call.failed !== null && <FieldError>{failureWords(call.failed)}</FieldError>}
    </section>
  );
}

/** UTF-16 units of a record that are shown. */
const SHOWN = 160;

function RecordHit({ found: { machine, record }, words }: { found: FoundRecord; words: string }) {
  const when = useLiveWords((now) => relativeTime(record.at, now));
  return (
    <Link href={`/streams/${machine}/${record.seq}`} className={styles.row} data-hit="">
      <MachineSign machine={machine} />
      <span className={styles.name}>{machine}</span>
      <time className={styles.time} dateTime={new Date(record.at).toISOString()} title={exactTime(record.at)}>
        {when}
      </time>
      <span className={styles.text}>
        <Highlighted text={record.message.slice(0, SHOWN)} words={words} />
      </span>
    </Link>
  );
}
