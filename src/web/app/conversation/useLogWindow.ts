import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import type { ConversationView } from '../../../client/api.ts';
import { useClient, useClientState } from '../session/client.ts';
import { focusMessage } from './focusMessage.ts';
import { isAwaited, type Row } from './rows.ts';
import type { LogVirtualizer } from './useLogPlace.ts';

const NEAR_EDGE = 6;
const LONG = 240;

interface Edges {
  readonly rows: readonly Row[];
  readonly opened: boolean;
  readonly sought: string | null | undefined;
  /** Told the oldest item here, where nothing above it can be had at the moment. */
  readonly onEdge: (oldest: string | null) => void;
}

/** Fetches more before the reader gets to where the window ends. True while it does, above. */
export function useEdges(
  virtual: LogVirtualizer,
  { window, items, older, newer }: ConversationView,
  { rows, opened, sought, onEdge }: Edges,
): boolean {
  const client = useClient();
  const isOnline = useClientState(({ connection }) => connection === 'online');
  // As it is with the rows of this render: what came in above has moved the reader's place already.
  const range = virtual.calculateRange();
  const isEmpty = rows.length === 0 || isAwaited(rows, sought);
  const isUp = older && (opened ? (range?.startIndex ?? 0) < NEAR_EDGE : isEmpty);
  const isDown = newer && (opened ? (range?.endIndex ?? 0) >= rows.length - NEAR_EDGE : isEmpty);
  const [oldest, newest] = [items[0]?.key, items.at(-1)?.key];
  useEffect(() => {
    if (isUp)
      void client.showOlder(window).then((there) => onEdge(there === true || oldest === undefined ? null : oldest));
  }, [isUp, oldest, isOnline, client, window, onEdge]);
  useEffect(() => {
    if (isDown) void client.showNewer(window);
  }, [isDown, newest, client, window]);
  return isUp && isOnline;
}

/** Whether the rows before these ended with the newest: only then do new ones pull the reader along. */
export function useFollows({ items, newer }: ConversationView): boolean {
  const [seen, setSeen] = useState({ items, newer, follows: !newer });
  if (seen.items === items && seen.newer === newer) return seen.follows;
  const follows = !seen.newer;
  setSeen({ items, newer, follows });
  return follows;
}

/** A window at the end that has grown long by what came in is made short again, before it is full. */
export function useShort({ window, items, newer }: ConversationView, atEnd: boolean): void {
  const client = useClient();
  const isLong = atEnd && !newer && items.length > LONG;
  useEffect(() => {
    if (isLong) void client.showLatest(window);
  }, [isLong, client, window]);
}

/** Leads to the newest message, wherever the window stands; `focus`: that message has the focus then. */
export function useToLatest(
  virtual: LogVirtualizer,
  { window, items, newer }: ConversationView,
  scroller: RefObject<HTMLDivElement | null>,
): (focus?: boolean) => void {
  const client = useClient();
  const [wanted, setWanted] = useState<'place' | 'focus' | null>(null);
  const newest = items.at(-1)?.key;
  useLayoutEffect(() => {
    if (wanted === null || newer) return undefined;
    virtual.scrollToEnd();
    const frame = requestAnimationFrame(() => {
      if (wanted === 'focus' && newest !== undefined) focusMessage(scroller.current, newest);
      setWanted(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, newer, newest, virtual, scroller]);
  return useCallback(
    (focus = false) => {
      setWanted(focus ? 'focus' : 'place');
      void client.showLatest(window);
    },
    [client, window],
  );
}
