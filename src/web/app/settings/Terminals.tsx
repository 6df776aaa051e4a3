import { useCallback, useState } from 'react';
import type { Certificate } from '../../../protocol/api/certificates.ts';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import rowStyles from './DeviceRow.module.css';
import listStyles from './Devices.module.css';
import { RevokeTerminal } from './RevokeTerminal.tsx';
import { Section } from './Section.tsx';

/** Terminals that log in by certificate. Who has none sees nothing of it. */
export function Terminals() {
  const client = useClient();
  const { value, reload } = useFetched(useCallback(() => client.certificates(), [client]));
  const [revoking, setRevoking] = useState<Certificate | null>(null);

  if (value === null || value.certificates.length === 0) return null;
  return (
    <Section title={t('terminals')} text={t('terminalsText')}>
      <ul className={listStyles.list}>
        {value.certificates.map((terminal) => (
          <Row key={terminal.serial} terminal={terminal} onRevoke={setRevoking} />
        ))}
      </ul>
      {revoking !== null && (
        <RevokeTerminal
          terminal={revoking}
          onClose={() => setRevoking(null)}
          onRevoked={() => {
            setRevoking(null);
            reload();
          }}
        />
      )}
    </Section>
  );
}

function Row({ terminal, onRevoke }: { terminal: Certificate; onRevoke: (terminal: Certificate) => void }) {
  const { label, issuedAt, endsAt } = terminal;
  return (
    <li className={rowStyles.row}>
      <p className={rowStyles.name}>{label}</p>
      <p className={rowStyles.when}>
        {t('terminalUntil', { date: shortDate(endsAt) })}, {t('addedOn', { date: shortDate(issuedAt) })}
      </p>
      <div className={rowStyles.action}>
        <Button look="danger" aria-label={t('revokeNamed', { name: label })} onClick={() => onRevoke(terminal)}>
          {t('revoke')}
        </Button>
      </div>
    </li>
  );
}
