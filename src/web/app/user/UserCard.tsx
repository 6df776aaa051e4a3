import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { PersonPage } from '../../../client/api.ts';
import { SafetyNumber } from '../conversation/SafetyNumber.tsx';
import { useClient, useClientState, useOnlineIn } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { OnlineSign } from '../ui/OnlineSign.tsx';
import { failureWords } from '../words/failures.ts';
import { shortDate } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './UserPage.module.css';
import { Wanted } from './Wanted.tsx';

interface UserCardProps {
  page: PersonPage;
  onChanged: () => void;
}

export function UserCard({ page, onChanged }: UserCardProps) {
  const { person, isSelf, safetyNumber, verification } = page;
  const [comparing, setComparing] = useState(false);
  const online = useOnlineIn(useTalkWith(person.account));
  return (
    <div className={styles.place}>
      <section className={styles.card} aria-labelledby="user-name">
        <header className={styles.head}>
          <Avatar person={person} />
          <div className={styles.names}>
            <h1 id="user-name" dir="auto">
              {person.displayName}
            </h1>
            <p className={styles.handle}>
              <span dir="ltr">@{person.username}</span>
              {online && <OnlineSign />}
            </p>
          </div>
        </header>
        <ul className={styles.facts}>
          {factsOf(page).map(([icon, words, tone]) => (
            <li key={words} data-tone={tone}>
              <Icon name={icon} size={18} />
              <span>{words}</span>
            </li>
          ))}
        </ul>
        {isSelf ? (
          <Link href="/settings">{t('userSettings')}</Link>
        ) : (
          <Ways person={person} onCompare={() => setComparing(true)} />
        )}
      </section>
      {comparing && (
        <SafetyNumber
          person={person}
          digits={safetyNumber}
          verified={verification === 'verified'}
          onClose={() => {
            setComparing(false);
            onChanged();
          }}
        />
      )}
    </div>
  );
}

/** The conversation with them alone; null: there is none yet. */
const useTalkWith = (account: string): string | null =>
  useClientState(
    ({ inbox }) =>
      inbox.find(({ kind, with: other }) => kind === 'direct' && other.account === account)?.conversation ?? null,
  );

function Ways({ person, onCompare }: { person: PersonPage['person']; onCompare: () => void }) {
  const { username: name } = person;
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [, navigate] = useLocation();
  const write = async (): Promise<void> => {
    const outcome = await run(() => client.startDirect(name));
    if (outcome?.ok) navigate(`/c/${outcome.conversation}`);
  };
  return (
    <>
      <div className={styles.ways}>
        <Button busy={busy} onClick={() => void write()}>
          {t('userWrite')}
        </Button>
        <Button look="quiet" onClick={onCompare}>
          {t('safetyNumber')}
        </Button>
        <Wanted person={person} />
      </div>
      {failed !== null && <FieldError>{t('userBlocked', { name, reason: failureWords(failed) })}</FieldError>}
    </>
  );
}

type Fact = readonly [icon: IconName, words: string, tone?: 'ok' | 'warn'];

function factsOf({ isSelf, sealed, devices, deviceCame, waiting, verification }: PersonPage): Fact[] {
  const own: Fact[] = [
    ['people', t('userSelf')],
    ['key', t('userOwnDevices', { count: devices })],
  ];
  if (isSelf) return own;
  return [
    sealed ? ['lock', t('userSealed'), 'ok'] : ['unlocked', t('userUnsealed'), 'warn'],
    ['key', devicesWords(devices, deviceCame)],
    ...trustOf(waiting, verification),
  ];
}

function devicesWords(count: number, came: number | null): string {
  const all = t('userDevices', { count });
  return came === null ? all : `${all} ${t('userNewestDevice', { date: shortDate(came) })}`;
}

function trustOf(waiting: PersonPage['waiting'], verification: PersonPage['verification']): Fact[] {
  if (waiting === 'alarm') return [['warning', t('userAlarm'), 'warn']];
  if (verification === 'compare_again') return [['warning', t('userCompareAgain'), 'warn']];
  if (waiting === 'identity_changed') return [['warning', t('userIdentity'), 'warn']];
  return [verification === 'verified' ? ['shield', t('userVerified'), 'ok'] : ['shield', t('userUnverified')]];
}
