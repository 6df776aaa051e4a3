import type { ConversationRecord } from '../conversations/records.ts';
import { type Viewer, partnerOf } from '../conversations/timeline.ts';

/** By what a conversation can be asked for. */
export function namesOf(record: ConversationRecord, viewer: Viewer): string[] {
  const { username, displayName } = partnerOf(record, viewer);
  if (record.room !== null) return [record.room];
  return [username, displayName, record.contact?.title ?? ''];
}
