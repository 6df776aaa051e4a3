import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { InboxRow } from '../../../client/api.ts';
import { t } from '../words/words.ts';
import styles from './ConversationList.module.css';
import { ConversationRow } from './ConversationRow.tsx';

const ROW = 68;

interface ConversationListProps {
  rows: readonly InboxRow[];
  selected: string | null;
}

/** Up, Down, Home and End go through the rows; Tab leaves the list, however long it is. */
export function ConversationList({ rows, selected }: ConversationListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [visited, setVisited] = useState<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.conversation ?? index,
    overscan: 6,
    initialRect: { width: 340, height: 640 },
  });
  const has = (conversation: string | null) => rows.some((row) => row.conversation === conversation);
  const stop = [visited, selected].find(has) ?? rows[0]?.conversation;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = rows.findIndex((row) => row.conversation === stop);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[to];
    if (to === undefined || row === undefined) return;
    event.preventDefault();
    setVisited(row.conversation);
    virtual.scrollToIndex(to);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"] a`)?.focus());
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves the focus among its links */}
      <div
        role="list"
        aria-label={t('conversations')}
        className={styles.list}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={styles.slot}
              style={{ transform: `translateY(${start}px)` }}
            >
              <ConversationRow
                row={row}
                selected={row.conversation === selected}
                reachable={row.conversation === stop}
                onVisit={setVisited}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
