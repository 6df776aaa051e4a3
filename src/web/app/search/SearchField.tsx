import { useRef, useState, type KeyboardEvent } from 'react';
import type { SearchFilter } from '../../../client/search/query.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import { FiltersSheet } from './FiltersSheet.tsx';
import styles from './SearchField.module.css';
import { filterWords } from './filterWords.ts';
import { SEARCH_FIELD } from './leadToSearch.ts';
import { filtersOf, forgetSearch, setFilters, type, type Typed } from './typed.ts';

/** More than anybody looks for. */
const LONGEST = 200;

interface SearchFieldProps {
  typed: Typed;
  onFocus: () => void;
  /** To the first of what was found; or opens it. */
  onDown: () => void;
  onEnter: () => void;
}

/** Looks for messages on this device. `/` and Ctrl or Cmd+F lead to it; Escape leads back to the list. */
export function SearchField({ typed, onFocus, onDown, onEnter }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [choosing, setChoosing] = useState(false);
  const filters = filtersOf(typed);
  const isSearching = typed.text !== '' || filters.length > 0;
  const end = (): void => {
    forgetSearch();
    field.current?.focus();
  };
  const remove = (name: SearchFilter): void => {
    setFilters({ [name]: null });
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') onDown();
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape' && isSearching) forgetSearch();
    else if (event.key === 'Backspace' && typed.text === '' && filters.length > 0)
      setFilters({ [filters.at(-1)?.[0] ?? 'from']: null });
    else return;
    event.preventDefault();
  };
  return (
    <div role="search" className={styles.search}>
      <div className={styles.frame}>
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="search"
          name="search"
          id={SEARCH_FIELD}
          aria-label={t('search')}
          aria-keyshortcuts="/ Control+F"
          placeholder={t('search')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={LONGEST}
          className={styles.words}
          value={typed.text}
          onFocus={onFocus}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {isSearching && <IconButton icon="close" size="small" label={t('searchEnd')} onClick={end} />}
        <IconButton icon="settings" size="small" label={t('searchFilters')} onClick={() => setChoosing(true)} />
      </div>
      {filters.length > 0 && (
        <ul className={styles.chips} aria-label={t('searchFilters')}>
          {filters.map(([name, value]) => (
            <li key={name} className={styles.chip}>
              <span className={styles.chipWords}>{filterWords(name, value)}</span>
              <IconButton
                icon="close"
                size="small"
                label={t('searchRemoveFilter', { filter: filterWords(name, value) })}
                onClick={() => remove(name)}
              />
            </li>
          ))}
        </ul>
      )}
      {choosing && <FiltersSheet filters={typed.filters} onClose={() => setChoosing(false)} />}
    </div>
  );
}
