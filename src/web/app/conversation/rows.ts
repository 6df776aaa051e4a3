import type { ConversationView, Item } from '../../../client/api.ts';
import { dayKey } from '../words/time.ts';

/** A line of the log. Its key and its height are the same whatever comes in above, so that nothing below moves then. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: 'new' }
  | { readonly kind: 'gap'; readonly key: string }
  | {
      readonly kind: 'item';
      readonly key: string;
      readonly item: Item;
      /** Ends what one person said in one go. */
      readonly last: boolean;
    };

const ONE_GO = 5 * 60_000;

/**
 * Days, the mark above the first unread message, gaps, and messages grouped by who wrote them in one go. With `older`
 * there is more above: where the first day begins is not known yet, and it is not headed.
 */
export function layOut(
  items: readonly Item[],
  { older, firstUnread }: Pick<ConversationView, 'older' | 'firstUnread'>,
): Row[] {
  const rows: Row[] = [];
  let previous: Item | null = null;
  for (const item of items) {
    const breaks = breaksBefore(previous, item, firstUnread, older);
    rows.push(...breaks);
    if (breaks.length > 0 || !inOneGo(previous, item)) endGroup(rows, previous);
    rows.push({ kind: 'item', key: item.key, item, last: false });
    previous = item;
  }
  endGroup(rows, previous);
  return rows;
}

function breaksBefore(previous: Item | null, item: Item, firstUnread: string | null, older: boolean): Row[] {
  const rows: Row[] = [];
  const day = dayKey(item.at);
  const begins = previous === null ? !older : dayKey(previous.at) !== day;
  if (begins) rows.push({ kind: 'day', key: `day ${day}`, at: item.at });
  if (item.gapBefore) rows.push({ kind: 'gap', key: `gap ${item.key}` });
  if (item.key === firstUnread) rows.push({ kind: 'new', key: 'new' });
  return rows;
}

function inOneGo(previous: Item | null, item: Item): boolean {
  if (previous === null || previous.body.type === 'event' || item.body.type === 'event') return false;
  return previous.author.account === item.author.account && item.at - previous.at < ONE_GO;
}

/** Marks the last message before, wherever it stands, as the end of its group. */
function endGroup(rows: Row[], item: Item | null): void {
  if (item === null) return;
  const index = rows.findLastIndex((row) => row.kind === 'item' && row.item === item);
  const row = rows[index];
  if (row?.kind === 'item') rows[index] = { ...row, last: true };
}
