import { useEffect, useRef, type MouseEvent } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { t, type WordId } from '../words/words.ts';
import styles from './Contents.module.css';
import { useReadingPlace } from './useReadingPlace.ts';

interface ContentsProps {
  /** What the page has, by the ids of the headings. */
  of: readonly { readonly id: string; readonly name: WordId }[];
}

/** Leads to the groups of the page and shows which one is being read. */
export function Contents({ of }: ContentsProps) {
  const list = useRef<HTMLElement>(null);
  const here = useReadingPlace(list, of);
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <nav ref={list} className={styles.contents} aria-label={t('settingsContents')}>
      {of.map(({ id, name }) => (
        <a
          key={id}
          href={`#${id}`}
          className={styles.link}
          aria-current={id === here ? 'location' : undefined}
          onClick={(event) => lead(event, id)}
        >
          {t(name)}
          <Icon name="open" size={16} />
        </a>
      ))}
    </nav>
  );
}

/** Without an address of its own: Back leads to the page before, not to the group before. */
function lead(event: MouseEvent, id: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const heading = document.getElementById(id);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}
