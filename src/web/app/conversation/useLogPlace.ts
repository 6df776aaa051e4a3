import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { useAttention } from '../session/attention.ts';
import { useClient } from '../session/client.ts';
import { keepPlace } from '../session/places.ts';
import { isAwaited, type Row } from './rows.ts';

export type LogVirtualizer = Virtualizer<HTMLDivElement, Element>;

export const NEAR_END = 48;
/** What a row and a screen are taken for before they are known, pixels. */
const ROW = 64;
const SCREEN = 700;
/** What is in sight for so long was seen, milliseconds. */
const SEEN_AFTER = 600;

/** Guessed, so that the rows that come first are those that will be seen. */
export function guessedPlace(rows: readonly Row[], sought: string | null | undefined): number {
  const opensAt = placeIn(rows, sought);
  return Math.max(0, opensAt === -1 ? rows.length * ROW - SCREEN : opensAt * ROW - SCREEN / 2);
}

/** The row that is led to, or the mark above what is unread; -1: it opens at the end. */
function placeIn(rows: readonly Row[], sought: string | null | undefined): number {
  const led = rows.findIndex(({ key }) => key === sought);
  return led === -1 ? rows.findIndex(({ kind }) => kind === 'new') : led;
}

/**
 * Measures a row as soon as it is in the page, so that none is ever painted in a place that was guessed; while somebody
 * scrolls, the virtualizer alone would do so a frame later. A row above the reader's eye never moves what is before it.
 */
export function useMeasure(virtual: LogVirtualizer): (row: HTMLElement | null) => void {
  useLayoutEffect(() => {
    const holds: LogVirtualizer['shouldAdjustScrollPositionOnItemSizeChange'] = ({ key, start, end }) => {
      const eye = virtual.scrollOffset ?? 0;
      return end <= eye || (start < eye && !virtual.itemSizeCache.has(key));
    };
    // Not among its options, but a property of its own.
    Object.assign(virtual, { shouldAdjustScrollPositionOnItemSizeChange: holds });
  }, [virtual]);
  return useCallback(
    (row) => {
      virtual.measureElement(row);
      if (row !== null) virtual.resizeItem(virtual.indexFromElement(row), row.offsetHeight);
    },
    [virtual],
  );
}

/**
 * Opens at the message that a link leads to, else at the first unread one, or at the end. True once it stands there.
 * @param sought undefined: it is still being looked for
 */
export function useOpening(virtual: LogVirtualizer, rows: readonly Row[], sought: string | null | undefined): boolean {
  const [opened, setOpened] = useState(false);
  const empty = rows.length === 0 || sought === undefined || isAwaited(rows, sought);
  useLayoutEffect(() => {
    if (opened || empty) return undefined;
    const place = placeIn(rows, sought);
    const align = rows[place]?.kind === 'new' ? 'start' : 'center';
    let frame = 0;
    let height = -1;
    // The first heights are guesses. Every row is measured as it comes in: once a frame has brought no other, it stands.
    const settle = (): void => {
      const known = virtual.getTotalSize();
      if (known === height) {
        // From here on it is the reader who scrolls: nothing goes on correcting the place.
        virtual.cancelScroll();
        return setOpened(true);
      }
      height = known;
      if (place === -1) virtual.scrollToEnd();
      else virtual.scrollToIndex(place, { align });
      frame = requestAnimationFrame(settle);
    };
    settle();
    return () => cancelAnimationFrame(frame);
  }, [opened, empty, rows, sought, virtual]);
  return opened;
}

/** Keeps where the reader stands, for the browser's back. */
export function useKeptPlace(
  virtual: LogVirtualizer,
  rows: readonly Row[],
  { address, opened, atEnd }: { address: string; opened: boolean; atEnd: boolean },
): void {
  useEffect(() => {
    if (!opened) return;
    const eye = virtual.scrollOffset ?? 0;
    const top = virtual.getVirtualItemForOffset(eye);
    const whole = (top?.index ?? 0) + ((top?.start ?? 0) < eye ? 1 : 0);
    const row = rows.slice(whole).find(({ kind }) => kind === 'item');
    keepPlace(address, atEnd ? null : (row?.key ?? null));
  });
}

/**
 * Read is what somebody had before their eyes: the window visible and in use, and the newest message in sight, or an older one for
 * a moment.
 */
export function useReading(
  virtual: LogVirtualizer,
  rows: readonly Row[],
  { conversation, unread, marked, blocked }: ConversationView,
  { opened, atEnd }: { opened: boolean; atEnd: boolean },
): void {
  const client = useClient();
  const attention = useAttention();
  const looking = attention && opened && !blocked;
  const reading = looking && atEnd && (unread > 0 || marked);
  useEffect(() => {
    if (reading) void client.markRead(conversation);
  }, [reading, unread, client, conversation]);
  const seen = looking && !atEnd && unread > 0 ? seenThrough(virtual, rows) : 0;
  useEffect(() => {
    if (seen === 0) return undefined;
    const timer = setTimeout(() => void client.markRead(conversation, seen), SEEN_AFTER);
    return () => clearTimeout(timer);
  }, [seen, client, conversation]);
}

/** The place in the log of the last message whose end is in sight; 0: none is. */
function seenThrough(virtual: LogVirtualizer, rows: readonly Row[]): number {
  const bottom = (virtual.scrollOffset ?? 0) + (virtual.scrollRect?.height ?? 0);
  const seen = virtual.getVirtualItems().findLast(({ index, end }) => end <= bottom && seqOf(rows[index]) > 0);
  return seqOf(rows[seen?.index ?? -1]);
}

const seqOf = (row: Row | undefined): number => (row?.kind === 'item' ? (row.item.seq ?? 0) : 0);

/** At the end one stays at the end, also when the composer or a message grows. */
export function useStickToEnd(scroller: RefObject<HTMLDivElement | null>, opened: boolean): void {
  useEffect(() => {
    const log = scroller.current;
    if (!opened || log === null) return undefined;
    const distance = (): number => log.scrollHeight - log.clientHeight - log.scrollTop;
    let stuck = distance() < NEAR_END;
    let height = log.clientHeight;
    // A scroll that comes with a new height is the layout's doing, not the reader's.
    const look = (): void => {
      if (log.clientHeight === height) stuck = distance() < NEAR_END;
    };
    const observer = new ResizeObserver(() => {
      height = log.clientHeight;
      if (stuck && distance() > 1) log.scrollTo({ top: log.scrollHeight });
    });
    log.addEventListener('scroll', look, { passive: true });
    observer.observe(log);
    if (log.firstElementChild) observer.observe(log.firstElementChild);
    return () => {
      log.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, opened]);
}

/** What one sends oneself is always seen. */
export function useOwnToEnd(virtual: LogVirtualizer, items: readonly Item[]): void {
  const newest = items.at(-1);
  const seen = useRef(newest?.key);
  const key = newest?.key;
  const own = newest?.mine === true && newest.state === 'sending';
  useEffect(() => {
    if (own && seen.current !== key) virtual.scrollToEnd();
    seen.current = key;
  }, [own, key, virtual]);
}
