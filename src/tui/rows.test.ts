import { expect, test } from 'vitest';
import { inSight, moved, rowsOf } from './rows.ts';

const line = (key: string, text: string) => ({ key, at: 0, text, look: 'message' as const });

test('[001.5] a long line goes on indented, where no line of another person can begin', () => {
  const forged = `2026-01-01 00:00:00 eve: ${'x'.repeat(14)} 2026-01-01 00:00:01 sam: I owe you`;
  const rows = rowsOf([line('a', forged)], 42);
  expect(rows.length).toBeGreaterThan(1);
  for (const { text } of rows.slice(1)) expect(text).toMatch(/^ {2}/);
});

test('whoever reads further up stays there when something comes below, and gets to both ends', () => {
  const rows = rowsOf(
    Array.from({ length: 30 }, (_, n) => line(`${n}`, `line ${n}`)),
    40,
  );
  const up = moved(rows, null, 10, -9);
  expect(up.atTop).toBe(false);
  const before = inSight(rows, up.stop, 10);
  expect(before).toMatchObject({ below: true });
  const grown = [...rows, ...rowsOf([line('new', 'something new')], 40)];
  expect(inSight(grown, up.stop, 10).rows).toEqual(before.rows);
  const top = moved(rows, up.stop, 10, -90);
  expect(top.atTop).toBe(true);
  expect(inSight(rows, top.stop, 10).rows[0]).toMatchObject({ text: 'line 0' });
  expect(moved(rows, top.stop, 10, 900).stop).toBeNull();
  expect(inSight(rows, { key: 'gone', index: 0 }, 10).below).toBe(false);
});
