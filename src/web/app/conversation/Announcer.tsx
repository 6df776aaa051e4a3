import { useState } from 'react';
import type { Item } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';

/** Reads out what comes in, when there is a pause. The log itself is silent: it changes for other reasons too. */
export function Announcer({ items }: { items: readonly Item[] }) {
  const newest = items.at(-1);
  const [last, setLast] = useState({ key: newest?.key, words: '' });
  if (newest !== undefined && newest.key !== last.key) {
    const words = t('announce', { name: newest.author.displayName, text: bodyLine(newest.body) });
    setLast({ key: newest.key, words: newest.mine ? last.words : words });
  }
  return (
    <p className="unseen" aria-live="polite">
      {last.words}
    </p>
  );
}
