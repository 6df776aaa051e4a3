import { useCallback, useState } from 'react';
import type { AdminMachine } from '../../../protocol/api/admin.ts';
import { useClient } from '../session/client.ts';
import { useLiveWords } from '../session/now.ts';
import { useChange } from '../session/useChange.ts';
import { useKeptFresh } from '../session/useKeptFresh.ts';
import { usePages } from '../session/usePages.ts';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { numberWords, sizeWords } from '../words/number.ts';
import { timeAgo } from '../words/time.ts';
import { t } from '../words/words.ts';
import { EnrolMachine } from './EnrolMachine.tsx';
import styles from './Rows.module.css';
import { Tag } from '../ui/Tag.tsx';
import { RowLink } from '../ui/RowLink.tsx';

/** What may send records. */
export function Machines() {
  const client = useClient();
  const [enrolling, setEnrolling] = useState(false);
  const [revoking, setRevoking] = useState<string | null>(null);
  const machines = usePages(
    useCallback(
      async (after: string | undefined) => {
        const outcome = await client.machines(after);
        return outcome.ok ? { ...outcome, rows: outcome.machines } : outcome;
      },
      [client],
    ),
  );
  useKeptFresh(machines.reload);
  const { change, failed } = useChange(machines.reload);
  return (
    <Section title={t('adminMachines')} text={t('machinesText')}>
      <Line>
        <Button onClick={() => setEnrolling(true)}>{t('enrolMachine')}</Button>
      </Line>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
      <Fetched of={machines}>
        {({ rows, more }) => (
          <>
            {rows.length === 0 && <p>{t('machinesNone')}</p>}
            {rows.length > 0 && (
              <ul className={styles.list} aria-label={t('adminMachines')}>
                {rows.map((machine) => (
                  <MachineRow
                    key={machine.machine}
                    machine={machine}
                    onTurn={(act) => void change(() => client.actOnMachine(machine.machine, act))}
                    onRevoke={() => setRevoking(machine.machine)}
                  />
                ))}
              </ul>
            )}
            {more && (
              <Line>
                <Button look="quiet" onClick={machines.showMore}>
                  {t('adminMore')}
                </Button>
              </Line>
            )}
          </>
        )}
      </Fetched>
      {enrolling && (
        <EnrolMachine
          onClose={() => {
            setEnrolling(false);
            machines.reload();
          }}
        />
      )}
      {revoking !== null && (
        <ConfirmSheet
          title={t('machineRevokeTitle', { name: revoking })}
          text={t('machineRevokeText')}
          button={t('machineRevoke')}
          run={() => client.revokeMachine(revoking)}
          onClose={() => setRevoking(null)}
          onDone={() => {
            setRevoking(null);
            machines.reload();
          }}
        />
      )}
    </Section>
  );
}

interface MachineRowProps {
  machine: AdminMachine;
  onTurn: (act: 'disable' | 'enable') => void;
  onRevoke: () => void;
}

function MachineRow({
  machine: { machine: name, disabled, records, bytes, lastAt },
  onTurn,
  onRevoke,
}: MachineRowProps) {
  const last = useLiveWords((now) =>
    lastAt === null ? t('machineNever') : t('machineLast', { when: timeAgo(lastAt, now) }),
  );
  const sent = `${t('machineRecords', { count: records }).replace(String(records), numberWords(records))}, ${sizeWords(bytes)}, `;
  return (
    <li className={styles.row}>
      <div className={styles.about}>
        <p className={styles.name}>
          <RowLink href={`/streams/${name}`}>{name}</RowLink>
          {disabled && <Tag tone="warn">{t('tagDisabled')}</Tag>}
        </p>
        <p className={styles.detail}>
          {records > 0 && sent}
          {last}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          look="quiet"
          aria-label={t(disabled ? 'machineEnableNamed' : 'machineDisableNamed', { name })}
          onClick={() => onTurn(disabled ? 'enable' : 'disable')}
        >
          {t(disabled ? 'machineEnable' : 'machineDisable')}
        </Button>
        <Button look="danger" aria-label={t('machineRevokeNamed', { name })} onClick={onRevoke}>
          {t('machineRevoke')}
        </Button>
      </div>
    </li>
  );
}
