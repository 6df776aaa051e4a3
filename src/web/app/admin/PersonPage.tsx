import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import type { AdminPerson } from '../../../protocol/api/adminPeople.ts';
import type { Client, Outcome } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useLiveWords } from '../session/now.ts';
import { useFetched } from '../session/useFetched.ts';
import { useKeptFresh } from '../session/useKeptFresh.ts';
import { Section } from '../settings/Section.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { t } from '../words/words.ts';
import { pathTo } from './pages.ts';
import { PersonAccess } from './PersonAccess.tsx';
import { PersonDevices } from './PersonDevices.tsx';
import styles from './PersonPage.module.css';
import { PersonRights } from './PersonRights.tsx';
import { PersonTags, seenWords, viewOf } from './PersonRow.tsx';
import { RemovePerson } from './RemovePerson.tsx';

/** One person, and what an admin can do for them. */
export function PersonPage({ name }: { name: string }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const found = useFetched(useCallback(() => personNamed(client, name), [client, name]));
  useKeptFresh(found.reload);
  return (
    <>
      <p>
        <Link href={pathTo('people')}>{t('backToPeople')}</Link>
      </p>
      <Fetched of={found}>
        {({ person }) =>
          person === null ? (
            <Section title={t('personGone')}>{null}</Section>
          ) : (
            <>
              <Head person={person} />
              <PersonRights person={person} onChanged={found.reload} />
              {person.state !== 'pending' && <PersonDevices username={person.username} />}
              {person.state === 'active' && <PersonAccess person={person} onChanged={found.reload} />}
              <RemovePerson person={person} onRemoved={() => navigate(pathTo('people'), { replace: true })} />
            </>
          )
        }
      </Fetched>
    </>
  );
}

function Head({ person }: { person: AdminPerson }) {
  const seen = useLiveWords((now) => seenWords(person, now));
  return (
    <header className={styles.head}>
      <Avatar person={viewOf(person)} />
      <div className={styles.who}>
        <h2>
          <PersonName person={viewOf(person)} />
        </h2>
        <p className={styles.seen}>
          <PersonTags person={person} /> {seen}
        </p>
      </div>
    </header>
  );
}

/** The list is asked for that name until it has come to it. */
async function personNamed(client: Client, name: string): Promise<Outcome<{ person: AdminPerson | null }>> {
  for (let after: string | undefined; ;) {
    const outcome = await client.people({ find: name, ...(after !== undefined && { after }) });
    if (!outcome.ok) return outcome;
    const person = outcome.people.find(({ username }) => username === name) ?? null;
    if (person !== null || outcome.next === null) return { ok: true, person };
    after = outcome.next;
  }
}
