import { expect, test } from 'vitest';
import type { StreamRecord } from '../../../protocol/api/streams.ts';
import { OpenedRecords } from './openedRecords.ts';

const record = (seq: number, sealed = true): StreamRecord => ({
  seq,
  at: 0,
  endpoint: 'sealed',
  message: 'c2VhbGVk',
  level: null,
  sealed,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what is looked at is opened once, and what is not any more is left alone', async () => {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const opened = new OpenedRecords(async ({ seq }) => {
    asked.push(seq);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return seq === 2 ? { ok: false, code: 'does_not_open' } : { ok: true, text: `opened ${seq}`, sentAt: 5 };
  });
  const leave = [1, 2, 3, 4, 5, 6].map((seq) => opened.want(record(seq)));
  leave[4]?.();
  for (let turn = 0; turn < 6; turn += 1) {
    waiting.shift()?.();
    await settled();
  }
  expect(asked).toEqual([1, 2, 3, 4, 6]);
  expect(opened.textOf(record(1))).toBe('opened 1');
  expect(opened.of(2)).toMatchObject({ state: 'closed' });
  expect(opened.textOf(record(2))).toBeNull();
  expect(opened.textOf(record(5))).toBeNull();
  opened.want(record(1));
  await settled();
  expect(asked.length).toBe(5);
});

test('what is not sealed says what it says', () => {
  const opened = new OpenedRecords(() => Promise.resolve({ ok: false, code: 'internal' }));
  expect(opened.textOf(record(1, false))).toBe('c2VhbGVk');
});
