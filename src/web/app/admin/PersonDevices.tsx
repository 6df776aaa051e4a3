import { useCallback } from 'react';
import type { AdminDevice } from '../../../protocol/api/adminPeople.ts';
import { useClient } from '../session/client.ts';
import { useLiveWords } from '../session/now.ts';
import { useChange } from '../session/useChange.ts';
import { useFetched } from '../session/useFetched.ts';
import { Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { timeAgo, shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './Rows.module.css';
import { Tag } from '../ui/Tag.tsx';

/** Who was seen so long ago is there, milliseconds. */
const ACTIVE = 5 * 60_000;

/** On what they are logged in. */
export function PersonDevices({ username }: { username: string }) {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.personDevices(username), [client, username]));
  const { change, failed } = useChange(fetched.reload);
  return (
    <Section title={t('personDevicesTitle')} text={t('personDevicesText')}>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
      <Fetched of={fetched}>
        {({ devices, certificates, sshKeys }) => (
          <>
            {certificates + sshKeys > 0 && (
              <p className={styles.detail}>
                {t('personCertificates', { count: certificates })}, {t('personSshKeys', { count: sshKeys })}
              </p>
            )}
            {devices.length === 0 ? (
              <p>{t('personNoDevices')}</p>
            ) : (
              <ul className={styles.list} aria-label={t('personDevicesTitle')}>
                {devices.map((device) => (
                  <DeviceRow
                    key={device.device}
                    device={device}
                    onLogOut={() => void change(() => client.logoutPerson(username, device.device))}
                  />
                ))}
              </ul>
            )}
          </>
        )}
      </Fetched>
    </Section>
  );
}

interface DeviceRowProps {
  device: AdminDevice;
  onLogOut: () => void;
}

function DeviceRow({ device: { label, state, addedAt, seenAt }, onLogOut }: DeviceRowProps) {
  const seen = useLiveWords((now) =>
    now - seenAt < ACTIVE ? t('seenNow') : t('lastSeen', { when: timeAgo(seenAt, now) }),
  );
  return (
    <li className={styles.row}>
      <div className={styles.about}>
        <p className={styles.name}>
          {label}
          {state === 'suspended' && <Tag tone="warn">{t('suspended')}</Tag>}
        </p>
        <p className={styles.detail}>
          {seen}, {t('addedOn', { date: shortDate(addedAt) })}
        </p>
      </div>
      <Button look="quiet" aria-label={t('logOutNamed', { name: label })} onClick={onLogOut}>
        {t('logout')}
      </Button>
    </li>
  );
}
