import { useState } from 'react';
import type { ConversationView } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';

/**
 * Reads out what comes in, when there is a pause. The log itself is silent: it changes for other reasons too, as when its
 * window is moved.
 */
export function Announcer({ view: { items, newer } }: { view: ConversationView }) {
  const newest = items.at(-1);
  const [last, setLast] = useState({ key: newest?.key, newer, words: '' });
  if (newest !== undefined && (newest.key !== last.key || newer !== last.newer)) {
    const words = t('announce', { name: newest.author.displayName, text: bodyLine(newest.body) });
    const isNew = newest.key !== last.key && !newer && !last.newer && !newest.mine;
    setLast({ key: newest.key, newer, words: isNew ? words : last.words });
  }
  return (
    <p className="unseen" aria-live="polite">
      {last.words}
    </p>
  );
}
