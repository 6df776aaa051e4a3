import { useCallback, useState } from 'react';
import type { SshKey } from '../../../protocol/api/sshKeys.ts';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { Notice } from '../ui/Notice.tsx';
import { shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import { AddSshKeys } from './AddSshKeys.tsx';
import rowStyles from './DeviceRow.module.css';
import { RemoveSshKey } from './RemoveSshKey.tsx';
import { Section } from './Section.tsx';
import styles from './SshKeys.module.css';

export function SshKeys() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.sshKeys(), [client]));
  const [removing, setRemoving] = useState<SshKey | null>(null);

  return (
    <Section title={t('sshKeys')} text={t('sshKeysText')}>
      <Fetched of={fetched}>
        {({ keys, on }) => (
          <>
            {!on && <Notice>{t('sshKeysOff')}</Notice>}
            {keys.length > 0 && (
              <ul className={styles.list} aria-label={t('sshKeys')}>
                {keys.map((key) => (
                  <Row key={key.fingerprint} sshKey={key} onRemove={setRemoving} />
                ))}
              </ul>
            )}
            <AddSshKeys onAdded={fetched.reload} />
          </>
        )}
      </Fetched>
      {removing !== null && (
        <RemoveSshKey
          sshKey={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            setRemoving(null);
            fetched.reload();
          }}
        />
      )}
    </Section>
  );
}

function Row({ sshKey, onRemove }: { sshKey: SshKey; onRemove: (key: SshKey) => void }) {
  const { label, type, fingerprint, addedAt, usedAt } = sshKey;
  const name = label || type;
  const added = t('addedOn', { date: shortDate(addedAt) });
  const used = usedAt === null ? t('sshKeyUnused') : t('sshKeyUsed', { date: shortDate(usedAt) });
  return (
    <li className={rowStyles.row}>
      <p className={rowStyles.name}>{name}</p>
      <p className={rowStyles.when}>
        {type}, {added}, {used}
        <br />
        <span className={styles.print}>{fingerprint}</span>
      </p>
      <div className={rowStyles.action}>
        <Button look="danger" aria-label={t('removeNamed', { name })} onClick={() => onRemove(sshKey)}>
          {t('remove')}
        </Button>
      </div>
    </li>
  );
}
