import { expect, test } from 'vitest';
import type { Item } from '../../../client/api.ts';
import { layOut } from './rows.ts';

const noon = new Date(2026, 10, 20, 12).getTime();

function item(key: string, author: string, minutes: number, more: Partial<Item> = {}): Item {
  return {
    key,
    seq: null,
    mine: author === 'me',
    author: { account: author, username: author, displayName: author },
    at: noon + minutes * 60_000,
    state: 'received',
    failure: null,
    body: { type: 'text', text: key, edited: false },
    reply: null,
    reactions: [],
    blocked: false,
    progress: null,
    gapBefore: false,
    ...more,
  };
}

const drawn = (items: Item[], firstUnread: string | null = null) =>
  layOut(items, { older: false, newer: false, firstUnread }).map((row) =>
    row.kind === 'item' ? `${row.key}${row.last ? '.' : ''}` : row.kind,
  );

test('what one person says in one go is a group', () => {
  const items = [item('a', 'bram', 0), item('b', 'bram', 1), item('c', 'me', 2), item('d', 'me', 20)];
  expect(drawn(items)).toEqual(['day', 'a', 'b.', 'c.', 'd.']);
});

test('a new day, a gap and the first unread message break a group', () => {
  const items = [
    item('a', 'bram', 0),
    item('b', 'bram', 1, { gapBefore: true }),
    item('c', 'bram', 2),
    item('d', 'bram', 24 * 60),
  ];
  expect(drawn(items, 'c')).toEqual(['day', 'a.', 'gap', 'b.', 'new', 'c.', 'day', 'd.']);
});

test('a row is the same whatever comes in above it or below it', () => {
  const items = [
    item('a', 'bram', -24 * 60),
    item('b', 'bram', 0),
    item('c', 'bram', 1),
    item('d', 'me', 2, { gapBefore: true }),
    item('e', 'me', 3),
    item('f', 'me', 24 * 60),
    item('g', 'bram', 24 * 60 + 1),
  ];
  const all = layOut(items, { older: false, newer: false, firstUnread: 'e' });
  for (let from = 0; from < items.length; from += 1) {
    for (let to = from; to <= items.length; to += 1) {
      const window = { older: from > 0, newer: to < items.length, firstUnread: 'e' };
      const rows = layOut(items.slice(from, to), window);
      const start = all.findIndex(({ key }) => key === rows[0]?.key);
      expect(rows).toEqual(rows.length === 0 ? [] : all.slice(start, start + rows.length));
    }
  }
});

test('who speaks is said once, where what they say in one go begins', () => {
  const items = [item('a', 'bram', 0), item('b', 'bram', 1), item('c', 'lena', 2), item('d', 'lena', 20)];
  const rows = layOut(items, { older: false, newer: false, firstUnread: null });
  expect(rows.flatMap((row) => (row.kind === 'item' ? [row.first] : []))).toEqual([true, false, true, true]);
});

test('what is above and cannot be had now is said at the top', () => {
  const rows = layOut([item('a', 'bram', 0)], { older: false, newer: false, firstUnread: null, elsewhere: true });
  expect(rows.map(({ kind }) => kind)).toEqual(['elsewhere', 'day', 'item']);
});
