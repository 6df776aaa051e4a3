import { expect, test } from 'vitest';
import type { InboxRow, RoomRow } from '../../../client/api.ts';
import { injections } from '../../../../test/support/injections.ts';
import { isQuiet, unsettled } from '../../service/noticeSettings.ts';
import { plainLine } from '../formatting/formatting.ts';
import {
  arrived,
  noticeOf,
  nothingUnread,
  pokeWishes,
  readMeanwhile,
  readOtherwise,
  tellsNow,
  type Rows,
} from './rules.ts';

const amara = { account: 'amara', username: 'amara', displayName: 'Amara Okafor' };
const me = { username: 'bram' };

function row(conversation: string, unread: number, more: { text?: string; mine?: boolean } & Partial<InboxRow> = {}) {
  const { text = 'Hello', mine = false, ...rest } = more;
  const body = { type: 'text', text } as const;
  return {
    conversation,
    room: null,
    with: amara,
    unread,
    preview: { author: amara, body, mine },
    notify: 'all',
    ...rest,
  } as InboxRow;
}
function room(unread: number, more: Parameters<typeof row>[2] = {}): RoomRow {
  const { with: _, ...rest } = row('room-id', unread, more);
  return { ...rest, room: 'garden' };
}
const rows = (inbox: InboxRow[], rooms: RoomRow[] = []): Rows => ({ inbox, rooms });
const names = (some: readonly { conversation: string }[]) => some.map(({ conversation }) => conversation);

test('news is where more is unread than before, by somebody else', () => {
  const before = rows([row('a', 1), row('b', 0), row('c', 2)]);
  const after = rows([
    row('a', 2),
    row('b', 0),
    row('c', 0),
    row('d', 1),
    row('e', 1, { mine: true }),
    row('f', 1, { preview: null }),
  ]);
  expect(names(arrived(before, after, me))).toEqual(['a', 'd']);
  expect(arrived(after, after, me)).toEqual([]);
  expect(readMeanwhile(before, after)).toEqual(['c']);
  expect(readMeanwhile(before, rows([]))).toEqual(['a', 'c']);
  expect(nothingUnread(before)).toEqual(['b']);
});

test('what reads otherwise is where no more is unread than before, and the newest is not as it was', () => {
  const before = rows([row('a', 2), row('b', 1), row('c', 1), row('d', 1), row('e', 1)]);
  const [, same] = before.inbox;
  const after = rows([
    row('a', 1, { text: 'Deleted' }),
    ...(same ? [same] : []),
    row('c', 2, { text: 'More' }),
    row('d', 0, { text: 'Read' }),
    row('e', 1, { text: 'Edited' }),
    row('f', 1),
  ]);
  expect(names(readOtherwise(before, after))).toEqual(['a', 'e']);
});

test('what is muted is no news, and where mentions are wanted, those alone are', () => {
  const news = (notify: InboxRow['notify'], text = 'Hello'): number =>
    arrived(rows([]), rows([row('a', 1, { notify, text })]), me).length;
  expect([news('all'), news('none'), news('none', '@bram'), news('mentions')]).toEqual([1, 0, 0, 0]);
  for (const text of ['@bram', 'See, @Bram: this', '(@bram)', 'It was @bram.', '@bram.']) {
    expect([text, news('mentions', text)]).toEqual([text, 1]);
  }
  for (const text of ['bram', '@bramble', '@bram-2', '@bram.x', 'mail@bram', '@@bram', 'x@bram @bram_']) {
    expect([text, news('mentions', text)]).toEqual([text, 0]);
  }
});

test('a notification shows no more than the person allows, and leads to its conversation', () => {
  const place = { tag: 'a', path: '/c/a' };
  const one = row('a', 1, { text: 'Come\nover' });
  expect(noticeOf(one, 'nothing')).toEqual({ ...place, title: 'Waxwing', text: 'New message' });
  expect(noticeOf(one, 'who')).toEqual({
    ...place,
    title: 'Waxwing',
    text: 'New message from Amara Okafor (@amara)',
  });
  expect(noticeOf(one, 'what')).toEqual({ ...place, title: 'Amara Okafor (@amara)', text: 'Come over' });
  const inRoom = { tag: 'room-id', path: '/rooms/garden' };
  expect(noticeOf(room(1), 'who')).toMatchObject({ ...inRoom, text: 'New message from Amara Okafor (@amara)' });
  expect(noticeOf(room(1), 'what')).toEqual({
    ...inRoom,
    title: 'garden',
    text: 'Amara Okafor (@amara): Hello',
  });
});

test('[004.2] whatever is written, a notification says it as it was written', () => {
  for (const text of injections) {
    const hostile = { ...amara, displayName: text };
    const said = noticeOf(row('a', 1, { text, with: hostile }), 'what');
    expect(said).toEqual({ tag: 'a', path: '/c/a', title: `${text} (@amara)`, text: plainLine(text) });
    expect(noticeOf(row('a', 1, { with: hostile }), 'who').text).toBe(`New message from ${text} (@amara)`);
  }
});

test('a device is poked for what is not muted, and for rooms of which everything is wanted', () => {
  const inbox = [row('a', 0), row('b', 0, { notify: 'none' }), row('c', 0, { notify: 'mentions' })];
  const wishes = (some: Rows, ...conversations: string[]) =>
    pokeWishes({ ...some, blocked: [{ ...amara, conversations }] });
  expect(wishes(rows(inbox, [room(0, { notify: 'mentions' })]))).toEqual({ muted: ['b', 'c'], rooms: [] });
  expect(wishes(rows([], [room(0)]))).toEqual({ muted: [], rooms: ['room-id'] });
  // In no inbox, and the server shall not tell them from what is muted: not by their order either.
  expect(wishes(rows(inbox), 'd', 'c', 'a').muted).toEqual(['a', 'b', 'c', 'd']);
});

test('[Y4] of more than a server takes, those count where something came last, and people who are blocked', () => {
  const padded = (count: number): string => String(count).padStart(4, '0');
  const inbox = Array.from({ length: 600 }, (_, index) => row(padded(index), 0, { notify: 'none' }));
  const blocked = [{ ...amara, conversations: ['z'] }];
  const { muted } = pokeWishes({ ...rows(inbox), blocked });
  expect([muted.length, muted.at(-2), muted.at(-1)]).toEqual([500, padded(498), 'z']);
  const many = Array.from({ length: 600 }, (_, at) => ({ ...room(0), conversation: padded(at), at }));
  const wanted = pokeWishes({ inbox: [], rooms: many, blocked: [] }).rooms;
  expect([wanted.length, wanted[0], wanted.at(-1)]).toEqual([500, padded(100), padded(599)]);
});

test('quiet hours go over midnight, and end to the minute', () => {
  const at = (hours: number, minutes = 0): Date => new Date(2026, 10, 21, hours, minutes);
  const night = { from: 22 * 60, to: 7 * 60 };
  expect([at(22), at(23, 59), at(0), at(6, 59)].map((time) => isQuiet(night, time))).toEqual([true, true, true, true]);
  expect([at(7), at(12), at(21, 59)].map((time) => isQuiet(night, time))).toEqual([false, false, false]);
  const noon = { from: 12 * 60, to: 13 * 60 };
  expect([at(11, 59), at(12), at(12, 59), at(13)].map((time) => isQuiet(noon, time))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isQuiet(null, at(3))).toBe(false);
  expect(tellsNow({ ...unsettled, on: true, quietHours: night }, at(3))).toBe(false);
  expect(tellsNow({ ...unsettled, on: true, quietHours: night }, at(8))).toBe(true);
  expect(tellsNow(unsettled, at(8))).toBe(false);
});
