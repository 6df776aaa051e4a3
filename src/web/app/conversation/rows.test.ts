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
    gapBefore: false,
    ...more,
  };
}

const drawn = (items: Item[], firstUnread: string | null = null) =>
  layOut(items, firstUnread).map((row) =>
    row.kind === 'item' ? `${row.first ? '[' : ''}${row.key}${row.last ? ']' : ''}` : row.kind,
  );

test('what one person says in one go is a group', () => {
  const items = [item('a', 'bram', 0), item('b', 'bram', 1), item('c', 'me', 2), item('d', 'me', 20)];
  expect(drawn(items)).toEqual(['day', '[a', 'b]', '[c]', '[d]']);
});

test('a new day, a gap and the first unread message break a group', () => {
  const items = [
    item('a', 'bram', 0),
    item('b', 'bram', 1, { gapBefore: true }),
    item('c', 'bram', 2),
    item('d', 'bram', 24 * 60),
  ];
  expect(drawn(items, 'c')).toEqual(['day', '[a]', 'gap', '[b]', 'new', '[c]', 'day', '[d]']);
});

test('keys do not depend on what stands above', () => {
  const items = [item('a', 'bram', -1), item('b', 'bram', 0), item('c', 'me', 1)];
  const keys = (rows: ReturnType<typeof layOut>) => rows.map((row) => row.key);
  expect(keys(layOut(items, null)).slice(-2)).toEqual(keys(layOut(items.slice(1), null)).slice(-2));
});
