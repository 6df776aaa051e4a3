import type { KeyboardEvent } from 'react';
import { t } from '../words/words.ts';
import styles from './Tabs.module.css';

export type Tab = 'all' | 'unread';

const tabs = [
  ['all', 'tabAll'],
  ['unread', 'tabUnread'],
] as const;

export function Tabs({ selected, onSelect }: { selected: Tab; onSelect: (tab: Tab) => void }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const other = selected === 'all' ? 'unread' : 'all';
    onSelect(other);
    document.getElementById(`inbox-tab-${other}`)?.focus();
  };
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- the tabs in it have the focus
    <div className={styles.tabs} role="tablist" aria-label={t('tabsLabel')} onKeyDown={onKeyDown}>
      {tabs.map(([tab, words]) => (
        <button
          key={tab}
          id={`inbox-tab-${tab}`}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={tab === selected}
          aria-controls="inbox-panel"
          tabIndex={tab === selected ? 0 : -1}
          onClick={() => onSelect(tab)}
        >
          {t(words)}
        </button>
      ))}
    </div>
  );
}
