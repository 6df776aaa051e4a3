import type { Item } from '../../../client/api.ts';
import { dayKey } from '../words/time.ts';

/** A line of the log. Keys are stable while older messages come in above. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: 'new' }
  | { readonly kind: 'gap'; readonly key: string }
  | {
      readonly kind: 'item';
      readonly key: string;
      readonly item: Item;
      /** Begins what one person said in one go. */
      readonly first: boolean;
      /** Ends it. */
      readonly last: boolean;
    };

const ONE_GO = 5 * 60_000;

/** Days, the mark above the first unread message, gaps, and messages grouped by who wrote them in one go. */
export function layOut(items: readonly Item[], firstUnread: string | null): Row[] {
  const rows: Row[] = [];
  let previous: Item | null = null;
  for (const item of items) {
    const breaks = breaksBefore(previous, item, firstUnread);
    rows.push(...breaks);
    const first = breaks.length > 0 || !inOneGo(previous, item);
    if (first) endGroup(rows, previous);
    rows.push({ kind: 'item', key: item.key, item, first, last: false });
    previous = item;
  }
  endGroup(rows, previous);
  return rows;
}

function breaksBefore(previous: Item | null, item: Item, firstUnread: string | null): Row[] {
  const rows: Row[] = [];
  const day = dayKey(item.at);
  if (previous === null || dayKey(previous.at) !== day) rows.push({ kind: 'day', key: `day ${day}`, at: item.at });
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
