import { useState } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';

/**
 * Reads out what comes in, when there is a pause: one message whole, of many how many. The log itself is silent: it changes for
 * other reasons too, as when its window is moved.
 */
export function Announcer({ view }: { view: ConversationView }) {
  const [last, setLast] = useState({ key: view.items.at(-1)?.key, newer: view.newer, words: '' });
  const newest = view.items.at(-1);
  if (newest !== undefined && (newest.key !== last.key || view.newer !== last.newer)) {
    const arrived = view.newer || last.newer ? [] : arrivedSince(view.items, last.key);
    setLast({ key: newest.key, newer: view.newer, words: wordsFor(arrived) ?? last.words });
  }
  return (
    <p className="unseen" aria-live="polite">
      {last.words}
    </p>
  );
}

/** What others have written behind that item; nothing where it is gone, for then all of it may be old. */
function arrivedSince(items: readonly Item[], key: string | undefined): Item[] {
  const at = items.findLastIndex((item) => item.key === key);
  return at === -1 && key !== undefined ? [] : items.slice(at + 1).filter(({ mine }) => !mine);
}

function wordsFor(arrived: readonly Item[]): string | null {
  const newest = arrived.at(-1);
  if (newest === undefined) return null;
  if (arrived.length > 1) return t('announceMany', { count: arrived.length });
  return t('announce', { name: newest.author.displayName, text: bodyLine(newest.body) });
}
