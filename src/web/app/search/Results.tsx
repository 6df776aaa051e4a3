import { useState, type KeyboardEvent } from 'react';
import { Button } from '../ui/Button.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { t } from '../words/words.ts';
import { HitRow } from './HitRow.tsx';
import { Reach } from './Reach.tsx';
import { RecordHits } from './RecordHits.tsx';
import { SEARCH_FIELD } from './leadToSearch.ts';
import styles from './Results.module.css';
import { filtersOf, forgetSearch, queryOf, type Typed } from './typed.ts';
import { useFound } from './useFound.ts';

/** So many are shown at first, and so many more at a press. */
const STEP = 50;

/** What was found, newest first. Up, Down, Home and End go through it; Escape leads back to the list. */
export function Results({ typed, selected }: { typed: Typed; selected: string | null }) {
  const query = queryOf(typed);
  const [most, setMost] = useState(STEP);
  const found = useFound(query, most);
  const isEmpty = found !== null && found.done && found.hits.length === 0;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-hit]')];
    const from = links.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: links.length - 1 }[event.key];
    if (event.key === 'Escape') forgetSearch();
    if (event.key === 'Escape' || to === -1) document.getElementById(SEARCH_FIELD)?.focus();
    else if (to !== undefined) links[to]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves the focus among its links
    <section
      className={styles.results}
      aria-label={t('searchResults')}
      aria-busy={found?.done !== true}
      onKeyDown={onKeyDown}
    >
      <Reach found={found} />
      {found === null && (
        <div className={styles.waiting}>
          <Waiting rows={3} signed />
        </div>
      )}
      {found !== null && found.hits.length > 0 && (
        <ul className={styles.list}>
          {found.hits.map((hit) => (
            <li key={`${hit.conversation} ${hit.key}`}>
              <HitRow hit={hit} selected={hit.key === selected} />
            </li>
          ))}
        </ul>
      )}
      {found !== null && found.count > found.hits.length && found.done && (
        <div className={styles.more}>
          <Button look="quiet" onClick={() => setMost(most + STEP)}>
            {t('searchMore')}
          </Button>
        </div>
      )}
      {isEmpty && (
        <div className={styles.blank}>
          <p>{query.words === '' ? t('searchNothing') : t('searchNothingWith', { words: query.words })}</p>
          <p className={styles.hint}>{t(filtersOf(typed).length > 0 ? 'searchHintFilters' : 'searchHint')}</p>
        </div>
      )}
      {found?.done === true && <RecordHits query={query} />}
      <p className="unseen" aria-live="polite">
        {found?.done === true && t('searchCount', { count: found.count })}
      </p>
    </section>
  );
}
