import { expect, test } from 'vitest';
import type { DraftView } from '../../../client/api.ts';
import { type Box, boxOf, boxWith, emptied, written } from './drafts.ts';

const fresh = boxOf('nowhere');
const draft = (text: string, place: number | null, over = 0): DraftView => ({ text, replyTo: null, place, over });
const typed = (box: Box, text: string): Box => written(box, { text });
const kept = (box: Box): Box => ({ ...box, state: 'kept' });

test('[C30] what another device wrote appears in a box in which nobody writes', () => {
  const box = boxWith(fresh, draft('from the phone', 7));
  expect(box).toMatchObject({ text: 'from the phone', base: 7, over: 7, state: 'taken' });
  expect(boxWith(box, draft('from the phone, longer', 9, 7))).toMatchObject({
    text: 'from the phone, longer',
    base: 9,
  });
  expect(boxWith(box, draft('', 9, 7)).text).toBe('');
});

test('[C30] while one writes, nothing changes under the fingers', () => {
  const box = typed(fresh, 'here');
  expect(boxWith(box, draft('from the phone', 7))).toBe(box);
});

test('[C30] of two who wrote at once each keeps what stands in their box', () => {
  const mine = boxWith(kept(typed(fresh, 'mine')), draft('mine', 5));
  expect(mine).toMatchObject({ text: 'mine', base: 5, over: 0 });
  expect(boxWith(mine, draft('theirs', 6)).text).toBe('mine');
  expect(boxWith(mine, draft('theirs, longer', 8)).text).toBe('mine');
});

test('[C30] who goes on with what stood here is followed, and so is who sent it', () => {
  const mine = boxWith(kept(typed(fresh, 'mine')), draft('mine', 5));
  expect(boxWith(mine, draft('mine, and more', 6, 5)).text).toBe('mine, and more');
  expect(boxWith(mine, draft('', 6, 5)).text).toBe('');
});

test('[C30] what was sent does not come back, and what is older changes nothing', () => {
  const sent = emptied(kept(typed(fresh, 'sent')));
  expect(boxWith(sent, draft('sent', null)).text).toBe('');
  expect(boxWith(sent, draft('sent', 5)).text).toBe('');
  const later = boxWith(sent, draft('another', 6));
  expect(later.text).toBe('another');
  expect(boxWith(later, draft('older', 3))).toBe(later);
});

test('[C30] what this device has of before a reload is there again, and goes on where it was', () => {
  expect(boxWith(fresh, draft('begun', null, 4))).toMatchObject({ text: 'begun', over: 4 });
});
