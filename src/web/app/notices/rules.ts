import type { ClientState, InboxRow, RoomRow } from '../../../client/api.ts';
import type { Notice } from '../../service/news.ts';
import { isQuiet, type NoticeSettings } from '../../service/noticeSettings.ts';
import { limits } from '../../../protocol/limits.ts';
import { bodyLine } from '../inbox/preview.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';

type Row = InboxRow | RoomRow;
export type Rows = Pick<ClientState, 'inbox' | 'rooms'>;
type PokeReasons = Pick<ClientState, 'inbox' | 'rooms' | 'blocked'>;

/** Where more is unread than before, by somebody else, and wanted now. */
export function arrived(before: Rows, after: Rows, person: { readonly username: string }): Row[] {
  const known = new Map(rowsOf(before).map(({ conversation, unread }) => [conversation, unread]));
  return rowsOf(after).filter((row) => row.unread > (known.get(row.conversation) ?? 0) && isNews(row, person.username));
}

/** Whether the newest there is by somebody else, and wanted now. */
export const isNews = (row: Row, username: string): boolean =>
  // Of somebody who is blocked, nothing is shown.
  row.preview !== null && !row.preview.mine && isWanted(row, username);

/** Where nothing is to be told of: perhaps it was read elsewhere while the app was closed here. */
export const nothingUnread = (rows: Rows): string[] =>
  rowsOf(rows).flatMap(({ conversation, unread }) => (unread > 0 ? [] : [conversation]));

/** Where nothing is unread any more. */
export function readMeanwhile(before: Rows, after: Rows): string[] {
  const unread = new Set(rowsOf(after).flatMap((row) => (row.unread > 0 ? [row.conversation] : [])));
  return rowsOf(before).flatMap((row) => (row.unread > 0 && !unread.has(row.conversation) ? [row.conversation] : []));
}

/** Where no more is unread than before, and what is newest reads otherwise: it was deleted, say, or edited. */
export function readOtherwise(before: Rows, after: Rows): Row[] {
  const known = new Map(rowsOf(before).map((row) => [row.conversation, row]));
  return unreadRows(after).filter(({ conversation, unread, preview }) => {
    const was = known.get(conversation);
    return was !== undefined && unread <= was.unread && preview !== was.preview;
  });
}

export const unreadRows = (rows: Rows): Row[] => rowsOf(rows).filter(({ unread }) => unread > 0);

/** Whether the device tells of anything at that time. */
export const tellsNow = ({ on, quietHours }: NoticeSettings, now: Date): boolean => on && !isQuiet(quietHours, now);

/** The notification for what is newest there. */
export function noticeOf(row: Row, shows: NoticeSettings['shows']): Notice {
  const place = { tag: row.conversation, path: isRoom(row) ? `/rooms/${row.room}` : `/c/${row.conversation}` };
  const { preview } = row;
  const who = preview === null || !isRoom(row) ? nameOf(row) : fullName(preview.author);
  if (shows === 'nothing' || preview === null) return { ...place, title: t('waxwing'), text: t('noticeMessage') };
  if (shows === 'who') return { ...place, title: t('waxwing'), text: t('noticeMessageFrom', { name: who }) };
  const line = bodyLine(preview.body);
  if (isRoom(row)) return { ...place, title: row.room, text: t('noticeInRoom', { name: who, text: line }) };
  return { ...place, title: who, text: line };
}

/** What a device does not want to be poked for, muted or of somebody who is blocked alike, and the rooms that it does. */
export function pokeWishes({ inbox, rooms, blocked }: PokeReasons): { muted: string[]; rooms: string[] } {
  const muted = inbox.flatMap(({ conversation, notify }) => (notify === 'all' ? [] : [conversation]));
  const wanted = rooms.filter(({ notify }) => notify === 'all').toSorted((a, b) => b.at - a.at);
  return {
    muted: asMany([...blocked.flatMap(({ conversations }) => conversations), ...muted]),
    rooms: asMany(wanted.map(({ conversation }) => conversation)),
  };
}

/**
 * As many as a server takes, where something came last; of the rest the service worker tells nothing, though it is poked. By
 * their ids, so that their order says nothing of them.
 */
const asMany = (conversations: readonly string[]): string[] =>
  [...new Set(conversations)].slice(0, limits.pushConversations).toSorted();

const isRoom = (row: Row): row is RoomRow => !('with' in row);

const rowsOf = ({ inbox, rooms }: Rows): readonly Row[] => [...inbox, ...rooms];

const nameOf = (row: Row): string => (isRoom(row) ? row.room : fullName(row.with));

function isWanted({ notify, preview }: Row, username: string): boolean {
  if (notify !== 'mentions') return notify === 'all';
  return preview?.body.type === 'text' && mentions(preview.body.text, username);
}

/** `@username`, with nothing before or behind it that could belong to another name. */
function mentions(text: string, username: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(`@${username}`); at !== -1; at = lower.indexOf(`@${username}`, at + 1)) {
    const before = lower[at - 1] ?? ' ';
    const behind = lower.slice(at + 1 + username.length);
    if (!/[\w@.-]/.test(before) && !/^[\w-]|^\.\w/.test(behind)) return true;
  }
  return false;
}
