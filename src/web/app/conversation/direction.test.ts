import { expect, test } from 'vitest';
import { directionOf } from './direction.ts';

test('the first letter says where a text begins', () => {
  expect(directionOf('hello שלום', 'ltr')).toBe('ltr');
  expect(directionOf('1. «שלום» and more', 'ltr')).toBe('rtl');
  expect(directionOf('👋 مرحبا', 'ltr')).toBe('rtl');
  expect(directionOf('12:00 日本', 'ltr')).toBe('ltr');
  expect(directionOf('12:00 👋', 'ltr')).toBe('ltr');
  expect(directionOf('12:00 👋', 'rtl')).toBe('rtl');
});
