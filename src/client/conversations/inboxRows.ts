import { isTold } from '../../protocol/api/conversations.ts';
import type { InboxRow, RoomRow } from '../api.ts';
import type { ConversationRecord, OutboxItem, StoredEntry } from './records.ts';
import { type Viewer, authorOf, excerptOf, partnerOf, shownBody } from './timeline.ts';
import { textsUnderWay } from './underWay.ts';

/** The inbox, newest first: every conversation that has something to show, or whose past is still on its way here. */
export function inboxRows(
  records: readonly ConversationRecord[],
  outboxOf: (conversation: string) => readonly OutboxItem[],
  viewer: Viewer,
): InboxRow[] {
  return records
    .filter(
      ({ kind, members }) =>
        isTold(kind) ||
        kind === 'contact' ||
        (kind !== 'room' && members.some(({ account }) => account !== viewer.account)),
    )
    .filter(({ kind, members }) => kind !== 'direct' || !members.some(({ account }) => viewer.isBlocked(account)))
    .filter(
      (record) =>
        record.last !== null ||
        outboxOf(record.conversation).length > 0 ||
        isLoading(record) ||
        viewer.draft(record.conversation).text !== '',
    )
    .map((record) => row(record, outboxOf(record.conversation), viewer))
    .toSorted((a, b) => b.at - a.at);
}

/** How much of it waits to be read: one at least where something is marked, and nothing of what is muted. */
export const unreadOf = (inbox: readonly InboxRow[]): number =>
  inbox.reduce(
    (sum, { unread, marked, notify }) => sum + (notify === 'none' ? 0 : Math.max(unread, marked ? 1 : 0)),
    0,
  );

/** The rooms that this account is in, by name. */
export function roomRows(
  records: readonly ConversationRecord[],
  outboxOf: (conversation: string) => readonly OutboxItem[],
  viewer: Viewer,
): RoomRow[] {
  return records
    .flatMap((record) => (record.room === null ? [] : [{ ...record, room: record.room }]))
    .map((record) => {
      const { conversation, room, at, preview, unread, notify, notifyUntil, marked, draft } = row(
        record,
        outboxOf(record.conversation),
        viewer,
      );
      return { conversation, room, at, preview, unread, notify, notifyUntil, marked, draft };
    })
    .toSorted((a, b) => (a.room < b.room ? -1 : 1));
}

function row<Record extends ConversationRecord>(
  record: Record,
  outbox: readonly OutboxItem[],
  viewer: Viewer,
): InboxRow & Pick<Record, 'room'> {
  const { conversation, kind, sealed, room, machine = null, contact = null, last, unread } = record;
  const waiting = textsUnderWay(outbox).at(-1);
  const { level, until } = viewer.notify(conversation, kind);
  const shown = waiting
    ? { account: viewer.account, at: waiting.at, body: { kind: 'content', content: waiting.content } as const }
    : last;
  return {
    conversation,
    kind,
    sealed,
    room,
    machine,
    contact: contact && contact.title,
    with: partnerOf(record, viewer),
    at: Math.max(record.at, waiting?.at ?? 0),
    preview: shown && previewOf(shown, viewer),
    unread,
    notify: level,
    notifyUntil: until,
    marked: viewer.unreadFrom(conversation) > 0,
    draft: draftOf(conversation, shown?.at ?? 0, viewer),
  };
}

/** @param newest when something was last said there */
function draftOf(conversation: string, newest: number, viewer: Viewer): InboxRow['draft'] {
  const text = excerptOf(viewer.draft(conversation).text);
  return text === '' ? null : { text, isNewest: viewer.draftAt(conversation) >= newest };
}

/** Of somebody who is blocked, none. */
function previewOf(shown: Pick<StoredEntry, 'account' | 'by' | 'at' | 'body'>, viewer: Viewer): InboxRow['preview'] {
  if (viewer.isBlocked(shown.account)) return null;
  const mine = shown.account === viewer.account;
  return { author: authorOf(shown, viewer), body: shownBody(shown, viewer), mine };
}

const isLoading = (record: ConversationRecord): boolean => record.oldest > record.cleared + 1;
