import { useEffect, useRef, useState } from 'react';
import { limits } from '../../../protocol/limits.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Select } from '../ui/Select.tsx';
import { momentOfDay } from '../words/time.ts';
import { t, type WordId } from '../words/words.ts';
import type { Filter, Range } from './filter.ts';
import styles from './FilterBar.module.css';
import { RangeSheet } from './RangeSheet.tsx';

/** Words are searched for when typing rests, milliseconds. */
const REST = 300;

const ranges: readonly (readonly [value: string, words: WordId, range: Range])[] = [
  ['all', 'rangeAll', { kind: 'all' }],
  ['15', 'rangeQuarter', { kind: 'last', minutes: 15 }],
  ['60', 'rangeHour', { kind: 'last', minutes: 60 }],
  ['1440', 'rangeDay', { kind: 'last', minutes: 24 * 60 }],
  ['10080', 'rangeWeek', { kind: 'last', minutes: 7 * 24 * 60 }],
];

interface FilterBarProps {
  filter: Filter;
  levels: readonly string[];
  onFilter: (filter: Filter) => void;
}

/** What narrows the records: words, a level, a time. `/` leads to the words. */
export function FilterBar({ filter, levels, onFilter }: FilterBarProps) {
  const [choosing, setChoosing] = useState(false);
  const { level, range } = filter;
  const chosen = range.kind === 'all' ? 'all' : range.kind === 'last' ? String(range.minutes) : 'span';
  const known = level === null || levels.includes(level) ? levels : [level, ...levels];
  const choose = (value: string): void => {
    const found = ranges.find(([name]) => name === value);
    if (found) onFilter({ ...filter, range: found[2] });
    else setChoosing(true);
  };
  return (
    <div role="search" className={styles.bar}>
      <Words filter={filter} onFilter={onFilter} />
      <Select
        label={t('level')}
        value={level ?? ''}
        onChange={(value) => onFilter({ ...filter, level: value === '' ? null : value })}
        options={[['', t('anyLevel')], ...known.map((name) => [name, name] as const)]}
      />
      <Select
        label={t('range')}
        value={chosen}
        onChange={choose}
        options={[
          ...ranges.map(([value, words]) => [value, t(words)] as const),
          ...(range.kind === 'span'
            ? [['span', t('rangeSpan', { from: momentOfDay(range.from), to: momentOfDay(range.to + 1) })] as const]
            : []),
          ['choose', t('rangeChoose')],
        ]}
      />
      {choosing && (
        <RangeSheet
          range={range}
          onChosen={(span) => {
            onFilter({ ...filter, range: span });
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

function Words({ filter, onFilter }: Pick<FilterBarProps, 'filter' | 'onFilter'>) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(filter.words);
  const [shown, setShown] = useState(filter.words);
  if (shown !== filter.words) {
    setShown(filter.words);
    setTyped(filter.words);
  }
  useEffect(() => {
    if (typed === filter.words) return undefined;
    const timer = setTimeout(() => onFilter({ ...filter, words: typed }), REST);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilter]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as Element).closest('input, textarea, select, [role=dialog]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  const clear = (): void => {
    setTyped('');
    onFilter({ ...filter, words: '' });
    field.current?.focus();
  };
  return (
    <div className={styles.search}>
      <Icon name="search" size={18} />
      <input
        ref={field}
        type="search"
        name="words"
        aria-label={t('searchRecords')}
        aria-keyshortcuts="/"
        placeholder={t('searchRecordsHint')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={limits.searchText}
        className={styles.words}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFilter({ ...filter, words: typed });
          if (event.key === 'Escape' && typed !== '') clear();
        }}
      />
      {typed !== '' && <IconButton icon="close" size="small" label={t('clearSearch')} onClick={clear} />}
    </div>
  );
}
