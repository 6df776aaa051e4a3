import { expect, test } from 'vitest';
import { hueOf, initials } from './initials.ts';

test.each([
  ['Bram Kessler', 'BK'],
  ['amara', 'AM'],
  ['Ana Maria de la Cruz', 'AC'],
  ['db-backup', 'DB'],
  ['x', 'X'],
  ['Åsa Öberg', 'ÅÖ'],
  ['李雷', '李雷'],
  ['👩‍🚀', '👩‍🚀'],
  ['', '?'],
])('%s is %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('a colour is stable and one of eight', () => {
  expect(hueOf('abc')).toBe(hueOf('abc'));
  expect(new Set(Array.from({ length: 200 }, (_, index) => hueOf(`account ${index}`))).size).toBe(8);
});
