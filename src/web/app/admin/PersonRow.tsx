import type { AdminPerson } from '../../../protocol/api/adminPeople.ts';
import { useLiveWords } from '../session/now.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { timeAgo, shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import { pathTo } from './pages.ts';
import styles from './Rows.module.css';
import { Tag } from '../ui/Tag.tsx';
import { RowLink } from '../ui/RowLink.tsx';

/** As the signs and names of people take it. */
export const viewOf = ({ username, displayName }: AdminPerson) => ({
  account: '',
  username,
  displayName: displayName || username,
});

export function PersonRow({ person, onApprove }: { person: AdminPerson; onApprove: () => void }) {
  const { username, state } = person;
  const seen = useLiveWords((now) => seenWords(person, now));
  return (
    <li className={styles.row}>
      <Avatar person={viewOf(person)} size={36} />
      <div className={styles.about}>
        <p className={styles.name}>
          <RowLink href={pathTo('people', username)}>
            <PersonName person={viewOf(person)} />
          </RowLink>
          <PersonTags person={person} />
        </p>
        <p className={styles.detail}>
          {seen}, {t('personDevices', { count: person.devices })}
        </p>
      </div>
      {state === 'pending' && (
        <div className={styles.actions}>
          <Button look="quiet" aria-label={t('approveNamed', { name: username })} onClick={onApprove}>
            {t('approvePerson')}
          </Button>
        </div>
      )}
    </li>
  );
}

export function PersonTags({ person: { role, state, online } }: { person: AdminPerson }) {
  return (
    <>
      {role === 'admin' && <Tag tone="wax">{t('tagAdmin')}</Tag>}
      {state === 'pending' && <Tag tone="warn">{t('tagPending')}</Tag>}
      {state === 'disabled' && <Tag tone="warn">{t('tagDisabled')}</Tag>}
      {online && <Tag tone="ok">{t('tagOnline')}</Tag>}
    </>
  );
}

export function seenWords({ seenAt, createdAt, online }: AdminPerson, now: number): string {
  const since = t('personSince', { date: shortDate(createdAt) });
  if (online) return since;
  const seen = seenAt === null ? t('personNever') : t('lastSeen', { when: timeAgo(seenAt, now) });
  return `${seen}, ${since}`;
}
