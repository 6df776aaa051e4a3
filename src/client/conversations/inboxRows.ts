import type { InboxRow } from '../api.ts';
import type { ConversationRecord, OutboxItem } from './records.ts';
import { type Viewer, bodyOf, textsUnderWay } from './timeline.ts';
import { otherOf } from './windows.ts';

/** The inbox, newest first: every conversation that has something to show, or whose past is still on its way here. */
export function inboxRows(
  records: readonly ConversationRecord[],
  outboxOf: (conversation: string) => readonly OutboxItem[],
  viewer: Viewer,
): InboxRow[] {
  return records
    .filter((record) => record.last !== null || outboxOf(record.conversation).length > 0 || isLoading(record))
    .map((record) => row(record, outboxOf(record.conversation), viewer))
    .toSorted((a, b) => b.at - a.at);
}

function row(record: ConversationRecord, outbox: readonly OutboxItem[], viewer: Viewer): InboxRow {
  const { conversation, kind, sealed, last, unread } = record;
  const waiting = textsUnderWay(outbox).at(-1);
  const shown = waiting
    ? { account: viewer.account, body: { kind: 'content', content: waiting.content } as const }
    : last;
  return {
    conversation,
    kind,
    sealed,
    with: viewer.person(otherOf(record, viewer.account)),
    at: Math.max(record.at, waiting?.at ?? 0),
    preview: shown && {
      body: bodyOf(shown.body, viewer.person(shown.account)),
      mine: shown.account === viewer.account,
    },
    unread,
  };
}

const isLoading = (record: ConversationRecord): boolean => record.oldest > record.cleared + 1;
