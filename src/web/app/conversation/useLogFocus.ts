import { useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { focusMessage } from './focusMessage.ts';
import type { Row } from './rows.ts';
import type { ScrollToRow } from './useScrollToRow.ts';

interface LogFocus {
  /** Key of the message that Tab stops at: the one visited last, or the newest, as after sending one. */
  readonly reachable: string | undefined;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Up, Down, Home and End go from message to message; Tab goes on to its actions and out of the log. */
export function useLogFocus(
  scrollToRow: ScrollToRow,
  rows: readonly Row[],
  scroller: RefObject<HTMLDivElement | null>,
  /** Null: the newest is among the rows. */
  toEnd: (() => void) | null,
): LogFocus {
  const [visited, setVisited] = useState<string | null>(null);
  const newest = rows.findLast(isMessage)?.key;
  const [newestSeen, setNewestSeen] = useState(newest);
  if (newest !== newestSeen) {
    setNewestSeen(newest);
    if (isJustSent(rows.at(-1))) setVisited(null);
  }
  const reachable = visited !== null && rows.some((row) => row.key === visited) ? visited : newest;

  const go = (from: number, step: 1 | -1): void => {
    for (let index = from; rows[index] !== undefined; index += step) {
      const row = rows[index];
      if (row === undefined || !isMessage(row)) continue;
      setVisited(row.key);
      scrollToRow(row.key);
      requestAnimationFrame(() => focusMessage(scroller.current, row.key));
      return;
    }
  };

  return {
    reachable,
    onFocus(event) {
      const message = event.target.closest('[data-message]')?.getAttribute('data-message');
      if (message) setVisited(message);
    },
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const at = rows.findIndex((row) => row.key === reachable);
      const moves: Record<string, () => void> = {
        ArrowUp: () => go(at - 1, -1),
        ArrowDown: () => go(at + 1, 1),
        Home: () => go(0, 1),
        End: toEnd ?? (() => go(rows.length - 1, -1)),
      };
      const move = moves[event.key];
      if (move === undefined) return;
      event.preventDefault();
      move();
    },
  };
}

const isMessage = (row: Row): boolean => row.kind === 'item' && row.item.body.type !== 'event';
const isJustSent = (row: Row | undefined): boolean =>
  row?.kind === 'item' && row.item.mine && row.item.state === 'sending';
