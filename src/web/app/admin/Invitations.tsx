import { useCallback, useState } from 'react';
import type { AdminLink } from '../../../protocol/api/adminPeople.ts';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { Line, Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { FieldError } from '../ui/Field.tsx';
import { failureWords } from '../words/failures.ts';
import { momentOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';
import { LinkSheet } from './LinkSheet.tsx';
import styles from './Rows.module.css';

/** Links that let people in. */
export function Invitations() {
  const client = useClient();
  const links = useFetched(useCallback(() => client.links(), [client]));
  const { run, failed, busy } = useCall();
  const { change, failed: refused } = useChange(links.reload);
  const [made, setMade] = useState<string | null>(null);
  const invite = async (): Promise<void> => {
    const outcome = await run(() => client.invite());
    if (!outcome?.ok) return;
    setMade(outcome.link);
    links.reload();
  };
  const problem = failed ?? refused;
  return (
    <Section title={t('adminLinks')} text={t('invitationsText')}>
      <Line>
        <Button busy={busy} onClick={() => void invite()}>
          {t('invite')}
        </Button>
      </Line>
      {problem !== null && <FieldError>{failureWords(problem)}</FieldError>}
      <Fetched of={links}>
        {({ links: open }) =>
          open.length === 0 ? (
            <p>{t('linksNone')}</p>
          ) : (
            <ul className={styles.list} aria-label={t('linksOpen')}>
              {open.map((link) => (
                <LinkRow key={link.id} link={link} onRevoke={() => void change(() => client.revokeLink(link.id))} />
              ))}
            </ul>
          )
        }
      </Fetched>
      {made !== null && (
        <LinkSheet title={t('inviteTitle')} text={t('inviteText')} link={made} onClose={() => setMade(null)} />
      )}
    </Section>
  );
}

function LinkRow({
  link: { kind, username, createdAt, expiresAt },
  onRevoke,
}: {
  link: AdminLink;
  onRevoke: () => void;
}) {
  const name = kind === 'reset' ? t('linkReset', { name: username ?? '' }) : t('linkInvitation');
  const made = t('addedOn', { date: momentOfDay(createdAt) });
  return (
    <li className={styles.row}>
      <div className={styles.about}>
        <p className={styles.name}>{name}</p>
        <p className={styles.detail}>
          {made}, {t('linkUntil', { date: momentOfDay(expiresAt) })}
        </p>
      </div>
      <Button
        look="danger"
        aria-label={t('linkRevokeNamed', { name, date: momentOfDay(createdAt) })}
        onClick={onRevoke}
      >
        {t('linkRevoke')}
      </Button>
    </li>
  );
}
