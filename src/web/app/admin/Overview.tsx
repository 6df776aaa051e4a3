import { useCallback } from 'react';
import { Link } from 'wouter';
import type { Overview as Numbers } from '../../../protocol/api/admin.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useFetched } from '../session/useFetched.ts';
import { useKeptFresh } from '../session/useKeptFresh.ts';
import { Section } from '../settings/Section.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { numberWords } from '../words/number.ts';
import { t, type WordId } from '../words/words.ts';
import { AuditRows } from './AuditRows.tsx';
import styles from './Overview.module.css';
import { pathTo } from './pages.ts';
import { ServerSection } from './ServerSection.tsx';
import { Switches } from './Switches.tsx';

/** How things stand, and the switches. */
export function Overview() {
  const client = useClient();
  const fetched = useFetched(useCallback(() => client.overview(), [client]));
  useKeptFresh(fetched.reload);
  return (
    <>
      <Fetched of={fetched}>{({ overview }) => <Tiles {...overview} />}</Fetched>
      <Switches />
      {fetched.value !== null && <ServerSection {...fetched.value.overview} />}
      <Lately />
    </>
  );
}

function Tiles({ people, machines, threads }: Numbers) {
  // The same number as above the page, which is told as it changes.
  const online = useClientState(({ presence }) => presence?.online ?? people.online);
  const tiles: readonly (readonly [number, WordId, string])[] = [
    [people.total, 'tilePeople', pathTo('people')],
    [online, 'tileOnline', pathTo('people')],
    people.pending > 0
      ? [people.pending, 'tilePending', `${pathTo('people')}?state=pending`]
      : [threads, 'tileThreads', '/comments'],
    [machines, 'tileMachines', pathTo('machines')],
  ];
  return (
    <ul className={styles.tiles}>
      {tiles.map(([count, words, path]) => (
        <li key={words}>
          <Link href={path} className={styles.tile}>
            <strong>{numberWords(count)}</strong> {t(words)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 5;

function Lately() {
  const client = useClient();
  const log = useFetched(useCallback(() => client.audit(), [client]));
  useKeptFresh(log.reload);
  return (
    <Section title={t('lately')}>
      <Fetched of={log}>{({ entries }) => <AuditRows entries={entries.slice(0, SHOWN)} />}</Fetched>
      <p>
        <Link href={pathTo('audit')}>{t('latelyAll')}</Link>
      </p>
    </Section>
  );
}
