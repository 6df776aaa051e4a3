import { useCallback, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { AdminPerson, PeopleCounts } from '../../../protocol/api/adminPeople.ts';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useKeptFresh } from '../session/useKeptFresh.ts';
import { usePages } from '../session/usePages.ts';
import { Section } from '../settings/Section.tsx';
import { Button } from '../ui/Button.tsx';
import { Fetched } from '../ui/Fetched.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { failureWords } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import { pathTo } from './pages.ts';
import { PersonRow } from './PersonRow.tsx';
import styles from './Rows.module.css';
import { useSettled } from './useSettled.ts';

const states = ['active', 'pending', 'disabled'] as const satisfies readonly AdminPerson['state'][];

const stateWords = {
  active: 'peopleActive',
  pending: 'peoplePending',
  disabled: 'peopleDisabled',
} as const satisfies Record<AdminPerson['state'], WordId>;

const noneWords: Record<AdminPerson['state'], WordId> = {
  active: 'peopleNone',
  pending: 'peopleNonePending',
  disabled: 'peopleNoneDisabled',
};

/** Everybody who has an account, found by name and by how they stand. */
export function People() {
  const client = useClient();
  const [, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const state = states.find((known) => known === query.get('state')) ?? null;
  const [typed, setTyped] = useState('');
  const find = useSettled(typed.trim().replace(/^@/, '').toLowerCase());
  const people = usePages(
    useCallback(
      async (after: string | undefined) => {
        const outcome = await client.people({
          ...(find !== '' && { find }),
          ...(state !== null && { state }),
          ...(after !== undefined && { after }),
        });
        return outcome.ok ? { ...outcome, rows: outcome.people } : outcome;
      },
      [client, find, state],
    ),
  );
  useKeptFresh(people.reload);
  const { change, failed } = useChange(people.reload);
  const none = find === '' && state !== null ? noneWords[state] : 'peopleNone';
  return (
    <Section title={t('adminPeople')}>
      <div className={styles.tools}>
        <Field
          label={t('findPerson')}
          name="find"
          type="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          label={t('peopleStates')}
          labelled
          value={state ?? ''}
          options={optionsOf(people.value?.counts ?? null)}
          onChange={(chosen) => navigate(chosen === '' ? pathTo('people') : `${pathTo('people')}?state=${chosen}`)}
        />
      </div>
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
      <Fetched of={people}>
        {({ rows, more }) => (
          <>
            {rows.length === 0 && <p role="status">{t(none)}</p>}
            {rows.length > 0 && (
              <ul className={styles.list} aria-label={t('adminPeople')}>
                {rows.map((person) => (
                  <PersonRow
                    key={person.username}
                    person={person}
                    onApprove={() => void change(() => client.actOnPerson(person.username, 'approve'))}
                  />
                ))}
              </ul>
            )}
            {more && (
              <div>
                <Button look="quiet" onClick={people.showMore}>
                  {t('adminMore')}
                </Button>
              </div>
            )}
          </>
        )}
      </Fetched>
      <p>
        <Link href={pathTo('invitations')}>{t('peopleInvite')}</Link>
      </p>
    </Section>
  );
}

/** How many stand how is said where one chooses. */
function optionsOf(counts: PeopleCounts | null): [string, string][] {
  const countOf = (state: AdminPerson['state']): string => (counts === null ? '' : ` (${counts[state]})`);
  return [
    ['', t('peopleAll')],
    ...states.map((state): [string, string] => [state, t(stateWords[state]) + countOf(state)]),
  ];
}
