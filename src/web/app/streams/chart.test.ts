import { expect, test } from 'vitest';
import { figuresOf } from './chart.ts';

test('bars are as high as their share of the highest, and never so low that they are not seen', () => {
  const counts = [
    { at: 0, records: 1000, errors: 1 },
    { at: 60_000, records: 1, errors: 1 },
    { at: 120_000, records: 0, errors: 0 },
  ];
  const { bars, ...sums } = figuresOf({ span: 60_000, counts });
  expect(sums).toEqual({ records: 1001, errors: 2 });
  expect(bars.map(({ height }) => height)).toEqual([1, 0.06, 0]);
  expect(bars.map(({ errorHeight }) => errorHeight)).toEqual([0.06, 0.06, 0]);
  expect(bars[1]).toMatchObject({ from: 60_000, to: 120_000 });
});

test('nothing at all is flat', () => {
  expect(figuresOf({ span: 60_000, counts: [{ at: 0, records: 0, errors: 0 }] }).bars[0]?.height).toBe(0);
});
