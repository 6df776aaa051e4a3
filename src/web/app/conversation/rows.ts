import type { ConversationView, Item } from '../../../client/api.ts';
import { dayKey } from '../words/time.ts';

/** A line of the log. Its key and its height are the same whatever comes in above, so that nothing below moves then. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: 'new' }
  | { readonly kind: 'elsewhere'; readonly key: 'elsewhere' }
  | { readonly kind: 'gap'; readonly key: string }
  | {
      readonly kind: 'item';
      readonly key: string;
      readonly item: Item;
      /** Begins, and ends, what one person said in one go. */
      readonly first: boolean;
      readonly last: boolean;
    };

interface Edges extends Pick<ConversationView, 'older' | 'newer' | 'firstUnread'> {
  readonly elsewhere?: boolean;
}

const ONE_GO = 5 * 60_000;

/**
 * Days, the mark above the first unread message, gaps, and messages grouped by who wrote them in one go. With `older` or
 * `newer` there is more above or below: the item at that edge has no row yet and only tells what its neighbour goes with, so
 * that a row stays as it is when more comes. `elsewhere`: there is more above, and it cannot be had now.
 */
export function layOut(items: readonly Item[], { older, newer, firstUnread, elsewhere = false }: Edges): Row[] {
  const rows: Row[] = elsewhere ? [{ kind: 'elsewhere', key: 'elsewhere' }] : [];
  let previous: Item | null = null;
  for (const item of items) {
    const isEdge = older && previous === null;
    const breaks = isEdge ? [] : breaksBefore(previous, item, firstUnread);
    const first = breaks.length > 0 || !inOneGo(previous, item);
    if (first) endGroup(rows);
    if (!isEdge) rows.push(...breaks, { kind: 'item', key: item.key, item, first, last: false });
    previous = item;
  }
  if (!newer) endGroup(rows);
  return newer ? rows.slice(0, edgeBelow(rows)) : rows;
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

function endGroup(rows: Row[]): void {
  const row = rows.at(-1);
  if (row?.kind === 'item') rows[rows.length - 1] = { ...row, last: true };
}

/** Where the last item begins, with what stands above it. */
function edgeBelow(rows: readonly Row[]): number {
  const before = rows.slice(0, -1).findLastIndex(({ kind }) => kind === 'item');
  return before + 1;
}

/** It is in no row yet: at the edge of what is here, or on its way from the client. */
export const isAwaited = (rows: readonly Row[], key: string | null | undefined): boolean =>
  typeof key === 'string' && !rows.some((row) => row.key === key);
