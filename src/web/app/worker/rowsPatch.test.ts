import { expect, test } from 'vitest';
import { patchOf, patched } from './rowsPatch.ts';

const row = (conversation: string, unread: number) => ({ conversation, unread, with: { name: conversation } });

const stream = (machine: string, unread: number) => ({ machine, unread });

test.each([
  ['rows', row],
  ['streams', stream],
])('of many %s only the one that changed goes over, and the others stay the same objects', (_what, made) => {
  const before = Array.from({ length: 2000 }, (_, index) => made(`c${index}`, 0));
  const after = structuredClone(before).with(7, made('c7', 1));
  const patch = structuredClone(patchOf(before, after));
  expect(patch).toEqual({ changed: [made('c7', 1)], order: null });
  const seen = patched(before, patch);
  expect(seen).toEqual(after);
  expect(seen.filter((each, index) => each !== before[index])).toEqual([made('c7', 1)]);
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
