import { useEffect, useRef, useState } from 'react';
import type { Item } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';

/** Reads out what comes in, when there is a pause. The log itself is silent: it changes for other reasons too. */
export function Announcer({ items }: { items: readonly Item[] }) {
  const [words, setWords] = useState('');
  const newest = items.at(-1);
  const last = useRef(newest?.key);
  useEffect(() => {
    if (newest === undefined || newest.key === last.current) return;
    last.current = newest.key;
    if (!newest.mine) setWords(t('announce', { name: newest.author.displayName, text: bodyLine(newest.body) }));
  }, [newest]);
  return (
    <p className="unseen" aria-live="polite">
      {words}
    </p>
  );
}
