import { expect, test } from 'vitest';
import { share } from './share.ts';

const row = (conversation: string, unread: number) => ({ conversation, unread, with: { name: conversation } });

test('an equal copy is the old object', () => {
  const before = { inbox: [row('a', 1), row('b', 0)], self: null };
  expect(share(before, structuredClone(before))).toBe(before);
});

test('only what changed is new, also when it moved', () => {
  const before = { inbox: [row('a', 1), row('b', 0)] };
  const after = share(before, { inbox: [row('b', 2), row('a', 1)] });
  expect(after).toEqual({ inbox: [row('b', 2), row('a', 1)] });
  expect(after.inbox[1]).toBe(before.inbox[0]);
  expect(after.inbox[0]).not.toBe(before.inbox[1]);
  expect(after.inbox[0]?.with).toBe(before.inbox[1]?.with);
});

test('a field that goes away is a change', () => {
  const before: { a?: number; b: number } = { a: 1, b: 2 };
  expect(share(before, { b: 2 })).toEqual({ b: 2 });
});
