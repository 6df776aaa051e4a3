import type { Device } from '../../../protocol/api/account.ts';
import { useLiveWords } from '../session/now.ts';
import { Button } from '../ui/Button.tsx';
import { Tag } from '../ui/Tag.tsx';
import { timeAgo, shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './DeviceRow.module.css';

const ACTIVE = 5 * 60_000;

export function DeviceRow({ device, onRemove }: { device: Device; onRemove: (device: Device) => void }) {
  const { label, current, state, seenAt, addedAt } = device;
  const seen = useLiveWords((now) =>
    current || now - seenAt < ACTIVE ? t('seenNow') : t('lastSeen', { when: timeAgo(seenAt, now) }),
  );
  return (
    <li className={styles.row}>
      <p className={styles.name}>
        {label}
        {current && <Tag tone="ok">{t('thisDevice')}</Tag>}
        {state === 'suspended' && <Tag tone="warn">{t('suspended')}</Tag>}
      </p>
      <p className={styles.when}>
        {seen}, {t('addedOn', { date: shortDate(addedAt) })}
      </p>
      {!current && (
        <div className={styles.action}>
          <Button look="danger" aria-label={t('removeNamed', { name: label })} onClick={() => onRemove(device)}>
            {t('remove')}
          </Button>
        </div>
      )}
    </li>
  );
}
