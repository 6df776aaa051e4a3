import type { ConversationRecord } from '../conversations/records.ts';
import { type Viewer, partnerOf } from '../conversations/timeline.ts';
import { fold } from './folding.ts';

/** By what a conversation can be asked for. */
export function namesOf(record: ConversationRecord, viewer: Viewer): string[] {
  const { username, displayName } = partnerOf(record, viewer);
  if (record.room !== null) return [record.room];
  return [username, displayName, record.contact?.title ?? ''];
}

/** Whether one of the names, or a word of it, begins so. */
export function isCalled(names: readonly string[], asked: string): boolean {
  const wanted = fold(asked.replace(/^[@#]/, '').trim());
  return names.some((name) => ` ${fold(name)}`.includes(` ${wanted}`));
}
