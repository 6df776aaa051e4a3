import { useCallback, useState } from 'react';
import type { Device } from '../../../protocol/api/account.ts';
import { useClient } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { t } from '../words/words.ts';
import { DeviceRow } from './DeviceRow.tsx';
import { LinkDevice } from './LinkDevice.tsx';
import styles from './Devices.module.css';
import { PasswordSheet } from './PasswordSheet.tsx';
import { Line, Section } from './Section.tsx';

export function Devices() {
  const client = useClient();
  const [linking, setLinking] = useState(false);
  const [removing, setRemoving] = useState<Device | null>(null);
  const fetched = useFetched(useCallback(() => client.devices(), [client]));

  return (
    <Section title={t('devices')} text={t('devicesText')}>
      <Line>
        <Button look="quiet" onClick={() => setLinking(true)}>
          {t('linkDevice')}
        </Button>
      </Line>
      <Fetched of={fetched}>
        {({ devices }) => (
          <ul className={styles.list}>
            {devices.map((device) => (
              <DeviceRow key={device.device} device={device} onRemove={setRemoving} />
            ))}
          </ul>
        )}
      </Fetched>
      {linking && (
        <LinkDevice
          onClose={() => {
            setLinking(false);
            fetched.reload();
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
            fetched.reload();
          }}
        />
      )}
    </Section>
  );
}
