import { expect, test } from 'vitest';
import { heightOf, inSight, offsetOf, scrollTopOf } from './place.ts';

const small = { rows: 100_000, row: 28, view: 600 };
const vast = { rows: 5_000_000, row: 28, view: 600 };

test('a row is where a pixel says, as long as browsers take the height', () => {
  expect(heightOf(small)).toBe(2_800_000);
  expect(inSight(small, 2800, 5)).toEqual({ from: 95, seenFrom: 100, seenTo: 121, to: 127, top: 95 * 28 });
  expect(inSight(small, 0, 5)).toEqual({ from: 0, seenFrom: 0, seenTo: 21, to: 27, top: 0 });
});

test('the end is reached, and nothing beyond it', () => {
  for (const shape of [small, vast]) {
    const end = heightOf(shape) - shape.view;
    expect(inSight(shape, end, 0).to).toBe(shape.rows);
    expect(inSight(shape, end + 500, 0).to).toBe(shape.rows);
  }
});

test('with more rows than pixels every row can still be led to', () => {
  expect(heightOf(vast)).toBeLessThan(vast.rows * vast.row);
  for (const row of [0, 1, 77_777, 2_500_000, 4_999_900]) {
    const offset = offsetOf(vast, scrollTopOf(vast, row * vast.row));
    expect(Math.abs(offset - row * vast.row)).toBeLessThan(0.01);
  }
  const { from, top } = inSight(vast, 6_000_000, 0);
  // What is drawn first stands at the top of the view.
  expect(Math.abs(top - 6_000_000)).toBeLessThan(vast.row);
  expect(from).toBeGreaterThan(2_400_000);
});

test('fewer rows than fit stand still', () => {
  const few = { rows: 3, row: 28, view: 600 };
  expect(inSight(few, 0, 5)).toEqual({ from: 0, seenFrom: 0, seenTo: 2, to: 3, top: 0 });
  expect(scrollTopOf(few, 84)).toBe(0);
});
