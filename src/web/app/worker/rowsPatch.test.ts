import { expect, test } from 'vitest';
import { patchOf, patched } from './rowsPatch.ts';

const row = (conversation: string, unread: number) => ({ conversation, unread, with: { name: conversation } });

test('of many rows only the one that changed goes over, and the others stay the same objects', () => {
  const before = Array.from({ length: 2000 }, (_, index) => row(`c${index}`, 0));
  const after = structuredClone(before).with(7, row('c7', 1));
  const patch = structuredClone(patchOf(before, after));
  expect(patch).toEqual({ changed: [row('c7', 1)], order: null });
  const seen = patched(before, patch);
  expect(seen).toEqual(after);
  expect(seen.filter((each, index) => each !== before[index])).toEqual([row('c7', 1)]);
  expect(patched(seen, patchOf(after, structuredClone(after)))).toBe(seen);
});

test('rows that move, come or go', () => {
  const lists = [
    [],
    [row('a', 0), row('b', 0)],
    [row('b', 1), row('a', 0)],
    [row('c', 0), row('b', 1), row('a', 0)],
    [row('b', 1)],
    [],
  ];
  let seen: readonly ReturnType<typeof row>[] = [];
  for (const [index, list] of lists.entries()) {
    seen = patched(seen, structuredClone(patchOf(lists[index - 1] ?? [], list)));
    expect(seen).toEqual(list);
  }
});
