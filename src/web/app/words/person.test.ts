import { expect, test } from 'vitest';
import { fullName } from './person.ts';

test('a display name is nothing without the username behind it', () => {
  expect(fullName({ displayName: 'Bram Kessler', username: 'bram' })).toBe('Bram Kessler (@bram)');
  expect(fullName({ displayName: 'bram', username: 'mallory' })).toBe('bram (@mallory)');
  expect(fullName({ displayName: 'bram', username: 'bram' })).toBe('bram');
});
