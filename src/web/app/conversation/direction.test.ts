import { expect, test } from 'vitest';
import { directionOf } from './direction.ts';

test('the first letter says where a text begins', () => {
  expect(directionOf('hello שלום')).toBe('ltr');
  expect(directionOf('1. «שלום» and more')).toBe('rtl');
  expect(directionOf('👋 مرحبا')).toBe('rtl');
  expect(directionOf('12:00 日本')).toBe('ltr');
  expect(directionOf('12:00 👋')).toBeUndefined();
});
