import { useCallback, useEffect, useState } from 'react';
import type { SshKey } from '../../../protocol/api/sshKeys.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { failureWords } from '../words/failures.ts';
import { shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import { AddSshKeys } from './AddSshKeys.tsx';
import rowStyles from './DeviceRow.module.css';
import { RemoveSshKey } from './RemoveSshKey.tsx';
import { Line, Section } from './Section.tsx';
import styles from './SshKeys.module.css';

export function SshKeys() {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [known, setKnown] = useState<{ keys: readonly SshKey[]; on: boolean } | null>(null);
  const [removing, setRemoving] = useState<SshKey | null>(null);
  const fetchAll = useCallback(async () => {
    const outcome = await run(() => client.sshKeys());
    if (outcome?.ok) setKnown(outcome);
    // eslint-disable-next-line react/exhaustive-deps -- `run` is made anew at every rendering and does the same
  }, [client]);
  useEffect(() => void fetchAll(), [fetchAll]);

  return (
    <Section title={t('sshKeys')} text={t('sshKeysText')}>
      {known === null && failed !== null && (
        <Line>
          <FieldError>{failureWords(failed)}</FieldError>
          <Button look="quiet" busy={busy} onClick={() => void fetchAll()}>
            {t('tryAgain')}
          </Button>
        </Line>
      )}
      {known?.on === false && <Notice>{t('sshKeysOff')}</Notice>}
      {known !== null && known.keys.length > 0 && (
        <ul className={styles.list} aria-label={t('sshKeys')}>
          {known.keys.map((key) => (
            <Row key={key.fingerprint} sshKey={key} onRemove={setRemoving} />
          ))}
        </ul>
      )}
      {known !== null && <AddSshKeys onAdded={(keys) => setKnown({ ...known, keys })} />}
      {removing !== null && (
        <RemoveSshKey
          sshKey={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            setRemoving(null);
            void fetchAll();
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
