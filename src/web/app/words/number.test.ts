import { expect, test } from 'vitest';
import { rateWords } from './number.ts';

test('a rate is said in the time in which there is something to count', () => {
  expect(rateWords(720, 60)).toBe('12 per minute');
  expect(rateWords(1240, 60)).toBe('21 per minute');
  expect(rateWords(150, 60)).toBe('2.5 per minute');
  expect(rateWords(30, 60)).toBe('30 per hour');
  expect(rateWords(3, 1440)).toBe('3 per day');
  expect(rateWords(0, 60)).toBe('0 per minute');
});
