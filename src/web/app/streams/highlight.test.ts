import { expect, test } from 'vitest';
import { highlighted } from './highlight.ts';

test('words are found by their beginning, whatever their capitals', () => {
  expect(highlighted('Disk full on /dev/disk2, undisked', 'disk')).toEqual([
    '',
    'Disk',
    ' full on /dev/',
    'disk',
    '2, undisked',
  ]);
  expect(highlighted('ÄPFEL und apfel', 'äpf und')).toEqual(['', 'ÄPF', 'EL ', 'und', ' apfel']);
});

test('what has a meaning in patterns is a separator, and no words are none', () => {
  expect(highlighted('a.b (c)', '.*( ')).toEqual(['a.b (c)']);
  expect(highlighted('a.b (c)', '(c')).toEqual(['a.b (', 'c', ')']);
});
