import type { SearchQuery } from '../../../client/api.ts';
import { Highlighted } from '../streams/Highlighted.tsx';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './Results.module.css';
import { useRecordsFound, type FoundRecord } from './useRecordsFound.ts';

/** What the server finds in machines' streams, once it is asked: beside what this device found. */
export function RecordHits({ query }: { query: SearchQuery }) {
  const { machines, records, call, ask } = useRecordsFound(query);
  if (machines.length === 0) return null;
  return (
    <section className={styles.machines} aria-label={t('searchMachines')}>
      <h2 className={styles.group}>{t('searchMachines')}</h2>
      {records === null ? (
        <div className={styles.ask}>
          <p>{t('searchMachinesText')}</p>
          <Button look="quiet" busy={call.busy} onClick={ask}>
            {t('searchMachinesAsk')}
          </Button>
        </div>
      ) : (
        <ul className={styles.list}>
          {records.map(({ machine, record }) => (
            <li key={`${machine} ${record.seq}`}>
              <RecordHit found={{ machine, record }} words={query.words} />
            </li>
          ))}
        </ul>
      )}
      {records?.length === 0 && <p className={styles.ask}>{t('searchNothing')}</p>}
      {call.failed !== null && <FieldError>{failureWords(call.failed)}</FieldError>}
    </section>
  );
}

/** UTF-16 units of a record that are shown. */
const SHOWN = 160;

function RecordHit({ found: { machine, record }, words }: { found: FoundRecord; words: string }) {
  return (
    <ListRow
      href={`/streams/${machine}/${record.seq}`}
      data-hit=""
      sign={<MachineSign machine={machine} />}
      name={machine}
      at={record.at}
      lines={2}
      line={<Highlighted text={record.message.slice(0, SHOWN)} words={words} />}
    />
  );
}
