import { useCallback, useEffect, useState } from 'react';
import type { Device } from '../../../protocol/api/account.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { DeviceRow } from './DeviceRow.tsx';
import { LinkDevice } from './LinkDevice.tsx';
import styles from './Devices.module.css';
import { PasswordSheet } from './PasswordSheet.tsx';
import { Line, Section } from './Section.tsx';

export function Devices() {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [devices, setDevices] = useState<readonly Device[] | null>(null);
  const [linking, setLinking] = useState(false);
  const [removing, setRemoving] = useState<Device | null>(null);
  const fetchAll = useCallback(async () => {
    const outcome = await run(() => client.devices());
    if (outcome?.ok) setDevices(outcome.devices);
    // eslint-disable-next-line react/exhaustive-deps -- `run` is made anew at every rendering and does the same
  }, [client]);
  useEffect(() => void fetchAll(), [fetchAll]);

  return (
    <Section title={t('devices')} text={t('devicesText')}>
      <Line>
        <Button look="quiet" onClick={() => setLinking(true)}>
          {t('linkDevice')}
        </Button>
      </Line>
      {failed !== null && devices === null && (
        <Line>
          <FieldError>{`${t('listFailed')} ${failureWords(failed)}`}</FieldError>
          <Button look="quiet" busy={busy} onClick={() => void fetchAll()}>
            {t('tryAgain')}
          </Button>
        </Line>
      )}
      {devices === null && failed === null && (
        <p className={styles.fetching} role="status">
          {t('fetching')}
        </p>
      )}
      {devices !== null && (
        <ul className={styles.list}>
          {devices.map((device) => (
            <DeviceRow key={device.device} device={device} onRemove={setRemoving} />
          ))}
        </ul>
      )}
      {linking && (
        <LinkDevice
          onClose={() => {
            setLinking(false);
            void fetchAll();
          }}
        />
      )}
      {removing !== null && (
        <PasswordSheet
          title={t('removeTitle', { name: removing.label })}
          text={t('removeText')}
          button={t('removeButton')}
          confirm={(password) => client.removeDevice(removing.device, password)}
          onClose={() => setRemoving(null)}
          onDone={() => {
            setRemoving(null);
            void fetchAll();
          }}
        />
      )}
    </Section>
  );
}
