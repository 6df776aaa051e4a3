import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ConversationView, Item } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { later } from '../ui/later.tsx';
import { t } from '../words/words.ts';
import { Announcer } from './Announcer.tsx';
import { JumpButton } from './JumpButton.tsx';
import { LogRow } from './LogRow.tsx';
import styles from './MessageLog.module.css';
import { layOut } from './rows.ts';
import { useArrival, useLead } from './useLead.ts';
import { useLogFocus } from './useLogFocus.ts';
import {
  NEAR_END,
  guessedPlace,
  useKeptPlace,
  useMeasure,
  useOpening,
  useOwnToEnd,
  useReading,
  useStickToEnd,
} from './useLogPlace.ts';
import { useEdges, useFollows, useShort, useToLatest } from './useLogWindow.ts';
import { useScrollToRow } from './useScrollToRow.ts';

/** Fetched once somebody asks for them. */
const ReactionPicker = later(async () => (await import('../reactions/ReactionPicker.tsx')).ReactionPicker);
const VersionsSheet = later(async () => (await import('./VersionsSheet.tsx')).VersionsSheet);

type Asked = { for: 'emoji'; item: Item; anchor: Element } | { for: 'versions'; item: Item };

interface MessageLogProps {
  view: ConversationView;
  /** The message that the address leads to. */
  target?: string | null;
  /** Null: nothing here answers a single message. */
  onReply: ((item: Item) => void) | null;
  onEdit?: (item: Item) => void;
  onDelete: (item: Item) => void;
  /** Null: what the server tells is not marked one by one. */
  onUnread?: ((item: Item) => void) | null;
}

/** The messages, only those in sight in the page. Stays at the end if it is there, and else where the reader is. */
export const MessageLog = memo(function MessageLog(props: MessageLogProps) {
  const { view, target = null, onReply, onEdit, onDelete, onUnread = null } = props;
  const client = useClient();
  const { conversation, items, newer, firstUnread } = view;
  const address = `${conversation}/${target ?? ''}`;
  const scroller = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<string | null>(null);
  const older = view.older && (edge === null || edge !== items[0]?.key);
  const elsewhere = view.older && !older;
  const rows = useMemo(
    () => layOut(items, { older, newer, firstUnread, elsewhere }),
    [items, older, newer, firstUnread, elsewhere],
  );
  const leading = useLead(view.window, address, target);
  const sought = leading.looking ? undefined : (leading.wanted?.key ?? null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'item' ? 64 : 44),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: useFollows(view),
    scrollEndThreshold: NEAR_END,
    overscan: 12,
    paddingStart: 16,
    paddingEnd: 8,
    initialRect: { width: 800, height: 700 },
    initialOffset: () => guessedPlace(rows, sought),
  });
  const measure = useMeasure(virtual);
  // Most of a row is what can be done with it: that comes once the rows stand.
  const rests = useDeferredValue(!virtual.isScrolling, false);
  const opened = useOpening(virtual, rows, sought);
  const atEnd = !opened || (!newer && virtual.isAtEnd(NEAR_END));
  const fetching = useEdges(virtual, view, { rows, opened, sought, onEdge: setEdge });
  const toLatest = useToLatest(virtual, view, scroller);
  useReading(virtual, rows, view, { opened: opened && sought === null, atEnd });
  useOwnToEnd(virtual, items);
  useShort(view, opened && atEnd);
  useStickToEnd(scroller, opened && !newer);
  useKeptPlace(virtual, rows, { address, opened, atEnd });
  const scrollToRow = useScrollToRow(virtual, rows);
  const highlighted = useArrival(leading, { opened, rows, scroller, scrollToRow });
  const { lead, lost, looking } = leading;
  const onQuote = useCallback((key: string) => lead({ key, by: 'quote' }), [lead]);
  const toEnd = newer ? () => toLatest(true) : null;
  const { reachable, onFocus, onKeyDown } = useLogFocus(scrollToRow, rows, scroller, toEnd);
  const fresh = useFreshCount(view);
  const come = useJustCome(items, opened && atEnd);
  const retry = useCallback((item: Item) => void client.retry(conversation, item.key), [client, conversation]);
  const discard = useCallback((item: Item) => void client.discard(conversation, item.key), [client, conversation]);

  const [asked, setAsked] = useState<Asked | null>(null);
  const react = useCallback(
    (item: Item, emoji: string, on: boolean) => void client.react(conversation, item.key, emoji, on),
    [client, conversation],
  );
  const pick = useCallback((item: Item, anchor: Element) => setAsked({ for: 'emoji', item, anchor }), []);
  const showVersions = useCallback((item: Item) => setAsked({ for: 'versions', item }), []);
  const amends = (view.kind === 'direct' || view.kind === 'room') && view.waiting !== 'removed';

  return (
    <div className={styles.frame}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves the focus among messages */}
      <div
        ref={scroller}
        className={styles.log}
        data-opening={!opened || undefined}
        role="log"
        aria-label={t('messages')}
        aria-live="off"
        aria-busy={fetching || looking || undefined}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
        tabIndex={rows.length > 0 ? -1 : 0}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        <div className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={key}
                ref={measure}
                data-index={index}
                data-come={row.key === come || undefined}
                className={styles.slot}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  row={row}
                  fresh={fresh}
                  sealed={view.sealed}
                  signed={view.kind !== 'direct'}
                  reachable={row.key === reachable}
                  tools={rests || row.key === reachable}
                  highlighted={row.key === highlighted}
                  onReply={onReply}
                  onEdit={amends ? (onEdit ?? null) : null}
                  onReact={amends ? react : null}
                  onPick={amends ? pick : null}
                  onVersions={showVersions}
                  onDelete={onDelete}
                  onUnread={onUnread}
                  onQuote={onQuote}
                  onRetry={retry}
                  onDiscard={discard}
                />
              </div>
            );
          })}
        </div>
      </div>
      {items.length === 0 && !newer && (
        <div className={styles.over}>
          <Blank text={emptyWords(view)} />
        </div>
      )}
      {(fetching || looking) && <p className={styles.fetching}>{t(looking ? 'messageLooking' : 'olderLoading')}</p>}
      {(lost === 'quote' || lost === 'link') && (
        <p className={styles.fetching} role="status">
          {t(lost === 'quote' ? 'quoteGone' : 'messageNotHere')}
        </p>
      )}
      {!atEnd && <JumpButton count={view.unread} onJump={toLatest} />}
      <Announcer view={view} />
      {asked?.for === 'versions' && (
        <VersionsSheet conversation={conversation} item={asked.item} onClose={() => setAsked(null)} />
      )}
      {asked?.for === 'emoji' && (
        <ReactionPicker
          anchor={asked.anchor}
          onClose={() => setAsked(null)}
          onPick={(emoji) => {
            react(asked.item, emoji, !hasOwn(items, asked.item.key, emoji));
            setAsked(null);
          }}
        />
      )}
    </div>
  );
});

const hasOwn = (items: readonly Item[], key: string, emoji: string): boolean =>
  items.find((item) => item.key === key)?.reactions.some((one) => one.emoji === emoji && one.mine) ?? false;

function emptyWords({ kind, room, machine, with: { displayName } }: ConversationView): string {
  if (machine !== null) return t('emptyAlerts');
  if (kind === 'comments') return t('emptyNotices');
  return room === null ? t('emptyConversation', { name: displayName }) : t('emptyRoom');
}

/** The message that came at the end while one looks: it rises into its place. */
function useJustCome(items: readonly Item[], looking: boolean): string | null {
  const newest = items.at(-1)?.key ?? null;
  const [end, setEnd] = useState({ newest, come: false });
  if (end.newest === newest) return end.come ? newest : null;
  const follows = items.some(({ key }) => key === end.newest);
  setEnd({ newest, come: looking && follows });
  return null;
}

/** How many were unread when this was opened: what the divider says while it stands. */
function useFreshCount({ firstUnread, unread }: ConversationView): number {
  const [fresh, setFresh] = useState({ key: firstUnread, count: unread });
  if (firstUnread !== null && fresh.key !== firstUnread) setFresh({ key: firstUnread, count: unread });
  return Math.max(fresh.count, 1);
}
