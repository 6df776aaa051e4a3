import type { ConversationRecord } from '../conversations/records.ts';
import type { Span } from './catalogue.ts';

/** From when on every message of every conversation can be found, UTC milliseconds; null: all there are. */
export function reachOf(
  records: readonly ConversationRecord[],
  spanOf: (conversation: string) => Span | undefined,
): number | null {
  const open = records.filter((record) => !isWhole(record, spanOf(record.conversation)));
  if (open.length === 0) return null;
  return Math.max(...open.map(({ conversation, at }) => spanOf(conversation)?.since ?? at));
}

function isWhole({ oldest, cleared, cursor }: ConversationRecord, span: Span | undefined): boolean {
  if (oldest > cleared + 1) return false;
  return cursor <= cleared || (span !== undefined && span.from <= cleared + 1 && span.to >= cursor);
}
