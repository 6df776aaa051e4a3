import { useState } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { bodyLine } from '../inbox/preview.ts';
import { t } from '../words/words.ts';
import { amendedSince } from './amended.ts';

/**
 * Reads out what comes in, when there is a pause: one message whole, of many how many. The log itself is silent: it changes for
 * other reasons too, as when its window is moved.
 */
export function Announcer({ view }: { view: ConversationView }) {
  const [last, setLast] = useState({ view, words: '' });
  if (view.items !== last.view.items || view.newer !== last.view.newer) {
    setLast({ view, words: newsSince(last.view, view) ?? last.words });
  }
  return (
    <p className="unseen" aria-live="polite">
      {last.words}
    </p>
  );
}

function newsSince(before: ConversationView, view: ConversationView): string | null {
  const newest = view.items.at(-1);
  const last = before.items.at(-1)?.key;
  if (newest?.key === last && view.newer === before.newer) return amendedSince(before.items, view.items);
  return newest === undefined || view.newer || before.newer ? null : wordsFor(arrivedSince(view.items, last));
}

/** What others have written behind that item; nothing where it is gone, for then all of it may be old. */
function arrivedSince(items: readonly Item[], key: string | undefined): Item[] {
  const at = items.findLastIndex((item) => item.key === key);
  return at === -1 && key !== undefined ? [] : items.slice(at + 1).filter(({ mine, blocked }) => !mine && !blocked);
}

function wordsFor(arrived: readonly Item[]): string | null {
  const newest = arrived.at(-1);
  if (newest === undefined) return null;
  if (arrived.length > 1) return t('announceMany', { count: arrived.length });
  return t('announce', { name: newest.author.displayName, text: bodyLine(newest.body) });
}
